"""What can be changed about services, by noun."""

from moothall.services.operations import packs

__all__ = ["packs"]
