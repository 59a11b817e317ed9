"""Six months of life in the demo place, simulated through the real operations, day by day.

What happens is told by the parts of the story (:mod:`moothall.kernel.lives`); here are only the days. Every
part has dice of its own for every day, thrown from the seed and the date; the last day lived through is
remembered, so that an interrupted simulation goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from moothall.kernel import capability, clock
from moothall.kernel.lives import DAYS_IN_A_MONTH, LIVES, Day
from moothall.site.demo import content, inline, rounds, visits  # noqa: F401 (the parts that cross capabilities)
from moothall.site.demo.world import Wexcombe

Say = Callable[[str], None]

MONTHS = 6
HOURS_TOGETHER = 3
"""What happens in as many hours is delivered at the end of them, in one go: half of a day's work was that."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens, at its moment, in a part of the story."""

    moment: datetime
    part: str
    happen: Callable[[], object]


def first_day(today: date) -> date:
    """The day the simulated past begins."""
    return today - timedelta(days=round(MONTHS * DAYS_IN_A_MONTH))


def live(place: Wexcombe, *, since: date, until: date, say: Say, done: Callable[[date], None]) -> None:
    """Live through every day from ``since`` to the day before ``until``; ``done`` is told of each."""
    day = since
    with inline.queue() as queue:
        while day < until:
            live_through(happenings(place, day), queue)
            done(day)
            day += timedelta(days=1)
            if day.day == 1:
                say(f"Lived until {day:%B %Y}")


def happenings(place: Wexcombe, day: date) -> list[Happening]:
    """What happens on ``day``, in the order of its moments."""
    capability.open_rooms("demo")
    found = [
        Happening(moment, life.name, happen)
        for life in LIVES.values()
        for moment, happen in life.function(Day(day, place, _dice(life.name, day)))
    ]
    return sorted(found, key=lambda happening: happening.moment)


def live_through(found: list[Happening], queue: inline.InlineQueue) -> None:
    """Let it all happen, and have it delivered by parts of the day."""
    for _part, some in groupby(found, key=lambda happening: happening.moment.hour // HOURS_TOGETHER):
        for happening in some:
            with clock.set_to(happening.moment):
                happening.happen()
        with clock.set_to(happening.moment):
            queue.work()


def moment_on(day: date, hour: int = 5, minute: int = 0) -> datetime:
    """That time of the place on ``day``."""
    zone = ZoneInfo(content.read("place")["timezone"])
    return datetime.combine(day, time(hour, minute), zone)


def _dice(part: str, day: date) -> Random:
    return Random(f"{content.read('history')['seed']}-{part}-{day}")  # noqa: S311 (a story, not a secret)
