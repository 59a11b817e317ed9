"""What can be asked about services, by noun."""

from moothall.services.queries import packs

__all__ = ["packs"]
