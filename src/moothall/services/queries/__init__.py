"""What can be asked about services, by noun."""

from moothall.services.queries import drafts, packs

__all__ = ["drafts", "packs"]
