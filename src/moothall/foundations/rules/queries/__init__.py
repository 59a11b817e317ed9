"""What rules decided and where they fail, and who changes them, as far as the act may see it."""

from moothall.foundations.rules.queries.changes import problems_of_change
from moothall.foundations.rules.queries.decisions import Decided, decisions
from moothall.foundations.rules.queries.failures import Failing, failures
from moothall.foundations.rules.queries.population import People, population

__all__ = [
    "Decided",
    "Failing",
    "People",
    "decisions",
    "failures",
    "population",
    "problems_of_change",
]
