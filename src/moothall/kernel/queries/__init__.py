"""What the kernel can answer, by noun."""

from moothall.kernel.queries import areas, calendars, facts, matters, organisations, packs, people

__all__ = ["areas", "calendars", "facts", "matters", "organisations", "packs", "people"]
