"""What the kernel can answer, by noun."""

from moothall.kernel.queries import areas, facts, matters, organisations, packs, people

__all__ = ["areas", "facts", "matters", "organisations", "packs", "people"]
