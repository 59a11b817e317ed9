"""The steps that services are given rules with: deciding, telling the outcome, charging a fee."""

from moothall.foundations.rules.steps.decide import Decide
from moothall.foundations.rules.steps.fee import Fee
from moothall.foundations.rules.steps.outcome import Outcome

__all__ = ["Decide", "Fee", "Outcome"]
