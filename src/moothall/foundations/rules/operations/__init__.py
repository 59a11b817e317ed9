"""Keeping what rules decided, and noting where they fail, and drafting changes of them."""

from moothall.foundations.rules.operations.decisions import forget_decisions, keep_decision
from moothall.foundations.rules.operations.drafting import propose_rules
from moothall.foundations.rules.operations.failures import note_failure
from moothall.foundations.rules.operations.population import keep_population

__all__ = [
    "forget_decisions",
    "keep_decision",
    "keep_population",
    "note_failure",
    "propose_rules",
]
