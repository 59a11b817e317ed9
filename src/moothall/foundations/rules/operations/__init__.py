"""Keeping what rules decided, and noting where they fail."""

from moothall.foundations.rules.operations.decisions import forget_decisions, keep_decision
from moothall.foundations.rules.operations.failures import note_failure

__all__ = ["forget_decisions", "keep_decision", "note_failure"]
