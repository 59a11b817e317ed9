"""Writing comments, reporting them, and looking after them: the only writers here."""

from moothall.foundations.comments.operations import deciding, reporting, writing

__all__ = ["deciding", "reporting", "writing"]
