"""Who may see what of matching: for the attacks, never written from the policies."""

from tests.attacks.values import NOW

ANYBODY_WRITES = {"matching_search"}
RULES = {
    "matching_search": lambda t, r: t.everything or r["until_at"] > NOW,
}
