"""What rules decided and where they fail, as far as the act may see it."""

from moothall.foundations.rules.queries.decisions import Decided, decisions
from moothall.foundations.rules.queries.failures import Failing, failures

__all__ = ["Decided", "Failing", "decisions", "failures"]
