"""Keeping what rules decided, and noting where they fail."""

from moothall.foundations.rules.operations.decisions import forget_decisions, keep_decision
from moothall.foundations.rules.operations.failures import note_failure
from moothall.foundations.rules.operations.population import keep_population
from moothall.foundations.rules.operations.publishing import publish_rules

__all__ = [
    "forget_decisions",
    "keep_decision",
    "keep_population",
    "note_failure",
    "publish_rules",
]
