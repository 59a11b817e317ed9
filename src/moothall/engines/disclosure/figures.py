"""Published figures: counts that were hidden, or rounded, so that they say nothing of few people.

A :class:`Figure` is made here and nowhere else, so whatever shows figures cannot show a raw count. Counts
from one to seven are hidden with what would give them away (:mod:`.suppression`), all others rounded to five:
a practice of the NHS (NHS Digital, Hospital Episode Statistics Analysis Guide, "Disclosure control").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from moothall.engines.disclosure.suppression import told_line

LEAST, STEP = 8, 5
K = TypeVar("K")
_MAKER = object()


class Figure:
    """A count as it may be published: rounded, or ``None`` where it is hidden."""

    __slots__ = ("value",)
    value: int | None

    def __init__(self, value: int | None, *, maker: object = None) -> None:
        if maker is not _MAKER:
            raise TypeError("A figure is made from counts by engines.disclosure alone.")
        object.__setattr__(self, "value", value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("A figure never changes.")

    def __repr__(self) -> str:
        return f"<Figure {'hidden' if self.value is None else self.value}>"


@dataclass(frozen=True, slots=True)
class Published(Generic[K]):
    """A total and its parts, each as a figure."""

    total: Figure
    parts: Mapping[K, Figure]


def published(counts: Mapping[K, int]) -> Published[K]:
    """The ``counts`` of parts that do not overlap, and their sum, as figures.

    A small part is hidden, and so are others until it could be any number of at least :data:`LEAST`; all
    are where that cannot be. Raises ``ValueError`` for a count below nothing.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("A count is at least nothing.")
    total = sum(counts.values())
    line = told_line(list(counts.values()), least=LEAST) or (None,) * len(counts)
    hidden_total = 0 < total < LEAST
    parts = {key: _figure(count) for key, count in zip(counts, line, strict=True)}
    return Published(_figure(None if hidden_total else total), parts)


def _figure(count: int | None) -> Figure:
    rounded = None if count is None else STEP * ((count + STEP // 2) // STEP)
    return Figure(rounded, maker=_MAKER)
