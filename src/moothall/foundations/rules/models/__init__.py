"""What is kept of rules at work: what they decided, and where they failed."""

from moothall.foundations.rules.models.decisions import Decision
from moothall.foundations.rules.models.failures import Failure

__all__ = ["Decision", "Failure"]
