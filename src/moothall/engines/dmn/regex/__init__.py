"""Regular expressions as XML Schema and XPath define them, matched in time linear in the text.

Python's own `re` has another syntax and can take time exponential in the text; here every pair of instruction
and position is tried at most once, and patterns with back-references spend the rule's step budget.
"""
