"""The life of the demo place: what a capability has happen in it, declared in its ``demo.py``::

    @lives("lamps.faults", acts_a_month=900)
    def faults(day: Day) -> Moments:
        …

Each part says who does what on a day, and when. The site drives the days: it opens this room for the demo
alone, lets everything happen in the order of its moments, and has what follows delivered. ``acts_a_month`` is
the budget of a part: how many acts it may do in a month of ordinary season, which a test counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import exp
from random import Random
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry

DAYS_IN_A_MONTH = 30.4

Moments = Iterable[tuple[datetime, Callable[[], object]]]
"""What happens, each with its moment."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody invented, who lives at a real address of the demo place."""

    name: str
    email: str
    uprn: str
    postcode: str


class World(Protocol):
    """What every part may ask about the demo place."""

    def said(self, name: str) -> Any:
        """What the file ``name`` of the place says."""

    def invent(self, dice: Random, ward: str) -> Resident:
        """A resident of ``ward``."""

    def has_invented(self, person: UUID | None) -> bool:
        """Whether ``person`` is the demo's own, and not a visitor who tries it out."""

    def note_invented(self, person: UUID) -> None:
        """Note that ``person`` is the demo's own."""

    def versions(self, service: str) -> Sequence[UUID]:
        """The live versions of ``service``, one for each organisation that offers it."""

    def staff_for(self, service: str, organisation: UUID) -> Act | None:
        """An act of whoever works the cases of ``service`` there, if anybody does."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day as a part lives through it, with dice of its own: the same at every try."""

    date: date
    world: World
    dice: Random

    def at(self, hour: int, minute: int = 0) -> datetime:
        """That time of the place on this day."""
        zone = ZoneInfo(self.world.said("place")["timezone"])
        return datetime.combine(self.date, time(hour, minute), zone)

    def how_many(self, kind: str, a_month: float) -> int:
        """How many of a ``kind`` of ``history.yaml`` there are on this day, of so many in a month of ordinary
        season: drawn from the Poisson distribution (Knuth's method: fine for small means)."""
        season: float = self.world.said("history")["seasonality"][kind][self.date.month - 1]
        limit, product, count = exp(-a_month * season / DAYS_IN_A_MONTH), self.dice.random(), 0
        while product > limit:
            product *= self.dice.random()
            count += 1
        return count


Lives = Callable[[Day], Moments]


@dataclass(frozen=True, slots=True)
class Life:
    """One part of the story: its name, what it has happen on a day, and its budget."""

    name: str
    function: Lives
    acts_a_month: int


LIVES = Registry[str, Life]("The life of")
"""Every part of the story by its name."""


def lives(name: str, *, acts_a_month: int) -> Callable[[Lives], Lives]:
    """Have the function say what happens on each day of the demo."""

    def decorate(function: Lives) -> Lives:
        LIVES.offer(name, Life(name, function, acts_a_month), by=function)
        return function

    return decorate
