"""What is kept of rules at work: what they decided, where they failed, whom they can be tried on, and who
changes them."""

from moothall.foundations.rules.models.decisions import Decision
from moothall.foundations.rules.models.failures import Failure
from moothall.foundations.rules.models.population import Population, PopulationColumn
from moothall.foundations.rules.models.proposals import Proposal

__all__ = ["Decision", "Failure", "Population", "PopulationColumn", "Proposal"]
