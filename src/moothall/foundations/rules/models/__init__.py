"""What is kept of rules at work: what they decided, where they failed, and whom they can be tried on."""

from moothall.foundations.rules.models.decisions import Decision
from moothall.foundations.rules.models.failures import Failure
from moothall.foundations.rules.models.population import Population, PopulationColumn

__all__ = ["Decision", "Failure", "Population", "PopulationColumn"]
