"""The tables of cases."""

from moothall.foundations.cases.models.cases import Case, Pause
from moothall.foundations.cases.models.writing import Message, Note

__all__ = ["Case", "Message", "Note", "Pause"]
