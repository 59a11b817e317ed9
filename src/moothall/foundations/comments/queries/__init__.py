"""Comments and their moderation, as far as the act may see them."""

from moothall.foundations.comments.queries import counting, reading, reviewing, standing

__all__ = ["counting", "reading", "reviewing", "standing"]
