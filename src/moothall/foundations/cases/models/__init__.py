"""The tables of cases."""

from moothall.foundations.cases.models.cases import Case, Pause
from moothall.foundations.cases.models.writing import Answers, CaseMessage, Note

__all__ = ["Answers", "Case", "CaseMessage", "Note", "Pause"]
