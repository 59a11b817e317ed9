"""What the kernel can change, by noun."""

from moothall.kernel.operations import facts, matters, organisations, packs, people, place

__all__ = ["facts", "matters", "organisations", "packs", "people", "place"]
