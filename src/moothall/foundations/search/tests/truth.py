"""Who may see what of search: for the attacks, never written from the policies."""

from typing import Any

from tests.attacks.values import Row


def is_shown(truth: Any, row: Row) -> bool:
    """Everybody finds what is about no matter, and otherwise only what everybody sees: not even those who are
    on a hidden matter find it here."""
    matter = truth.world.by_key("kernel_matter").get(row["matter_id"])
    if matter is None:
        return row["matter_id"] is None
    is_open = matter["published_at"] is not None and matter["hidden_at"] is None
    return matter["visibility"] == "public" and is_open and matter["erased_at"] is None


RULES = {"search_item": lambda t, r: t.everything or is_shown(t, r)}
