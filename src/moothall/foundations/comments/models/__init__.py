"""The tables of comments and of their moderation."""

from moothall.foundations.comments.models.comments import Author, Comment, Text
from moothall.foundations.comments.models.moderation import Appeal, Decision, Flag

__all__ = ["Appeal", "Author", "Comment", "Decision", "Flag", "Text"]
