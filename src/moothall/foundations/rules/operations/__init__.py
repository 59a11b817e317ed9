"""Keeping what rules decided, and noting where they fail, and changing them by two."""

from moothall.foundations.rules.operations.decisions import forget_decisions, keep_decision
from moothall.foundations.rules.operations.failures import note_failure
from moothall.foundations.rules.operations.population import keep_population
from moothall.foundations.rules.operations.publishing import (
    decline_rules,
    propose_rules,
    publish_rules,
)

__all__ = [
    "decline_rules",
    "forget_decisions",
    "keep_decision",
    "keep_population",
    "note_failure",
    "propose_rules",
    "publish_rules",
]
