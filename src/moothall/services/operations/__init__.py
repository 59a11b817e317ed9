"""What can be changed about services, by noun."""

from moothall.services.operations import drafts, packs, reviews

__all__ = ["drafts", "packs", "reviews"]
