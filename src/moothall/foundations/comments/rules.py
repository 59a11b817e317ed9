"""What can be decided about comments without the database: reasons, rules, outcomes, lengths."""

LONGEST_BODY, LONGEST_WORDS, LONGEST_NAME = 3000, 1000, 40
"""In characters."""
SHORTEST_NAME = 2
FEWEST = 8
"""Figures about fewer are not published."""

REASONS = ("danger", "illegal", "personal", "abuse", "spam", "off_topic")
"""Why somebody reports something, the most urgent first."""
URGENT = ("danger", "illegal")
"""Reasons that are looked at before all others."""
HIDES_BY_ITSELF = "danger"
"""The reason for which enough reports hide something before anybody has looked."""
KEEP, HIDE, EDIT, WARN = OUTCOMES = ("keep", "hide", "edit", "warn")
"""What moderators decide: nothing is wrong, it is hidden, its author is asked to change it, or is warned."""
HIDDEN_MATTER_FOR = {
    "danger": "harmful",
    "illegal": "unlawful",
    "personal": "personal",
    "abuse": "harmful",
    "spam": "misplaced",
    "off_topic": "misplaced",
}
"""For which reason of the kernel a matter is hidden that broke a rule."""
SUSPENSIONS = (0, 1, 7, 30, 90)
"""Days for which somebody may be kept from commenting."""


def is_body(text: str) -> bool:
    """Whether there is anything in a comment, and not too much of it."""
    return 0 < len(text.strip()) <= LONGEST_BODY


def is_name(shown_as: str) -> bool:
    """Whether a comment can stand under this name."""
    return SHORTEST_NAME <= len(shown_as.strip()) <= LONGEST_NAME


def is_against(outcome: str) -> bool:
    """Whether a decision takes something from the author, who may appeal."""
    return outcome != KEEP
