"""Rules laid out for people to read, compare and change. Pure: no database, no clock.

``drawn``    the tables and formulas of some rules, in words
``changes``  what is different between two versions
``edits``    a version with some cells written differently
``asked``    the inputs of some rules, and what a person typed as values for them
"""
