"""The pure part of matching: from a person's words to ranked services with reasons.

Nothing here reads a file, a database, a clock or a network; what is needed arrives as arguments.
"""

from moothall.civic.matching.rules.candidate_index import CandidateIndex, ServiceVectors
from moothall.civic.matching.rules.clarifying import (
    Certainty,
    ClarifyingQuestion,
    certainty,
    clarifying_question,
)
from moothall.civic.matching.rules.crisis import Contact, CrisisLayer, Help, UrgentHelp
from moothall.civic.matching.rules.kinds import NOTHING, KindModel
from moothall.civic.matching.rules.languages import Language
from moothall.civic.matching.rules.ranking import (
    DEFAULT_WEIGHTS,
    RESEARCH,
    Candidate,
    Match,
    MatchParts,
    Parts,
    Query,
    Weights,
    rank,
)
from moothall.civic.matching.rules.readings import NeedReading, Reader, Span
from moothall.civic.matching.rules.reasons import Reason
from moothall.civic.matching.rules.understanding import understand
from moothall.civic.matching.rules.urgency import Urgency

__all__ = [
    "DEFAULT_WEIGHTS",
    "NOTHING",
    "RESEARCH",
    "Candidate",
    "CandidateIndex",
    "Certainty",
    "ClarifyingQuestion",
    "Contact",
    "CrisisLayer",
    "Help",
    "KindModel",
    "Language",
    "Match",
    "MatchParts",
    "NeedReading",
    "Parts",
    "Query",
    "Reader",
    "Reason",
    "ServiceVectors",
    "Span",
    "Urgency",
    "UrgentHelp",
    "Weights",
    "certainty",
    "clarifying_question",
    "rank",
    "understand",
]
