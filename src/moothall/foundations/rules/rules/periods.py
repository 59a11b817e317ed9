"""Which version of some rules decides from when to when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from moothall.engines.dmn import About

ALWAYS, NEVER = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Period:
    """From its first to its last day (both included, ``yyyy-mm-dd``; empty: open) one version decides, by its
    place in what was asked about; none, when ``version`` is ``None``."""

    first: str
    last: str
    version: int | None


def periods(versions: Sequence[About]) -> tuple[Period, ...]:
    """Who decides when: of several versions in force on a day, the one that began last.

    Days before the first version begins are left out; a gap between two is told.
    """
    starts = sorted(
        {_start(one) for one in versions} | {_next(one.valid_to) for one in versions if one.valid_to}
    )
    found: list[Period] = []
    for first, following in zip_longest(starts, starts[1:], fillvalue=""):
        version = _deciding(versions, first)
        last = _before(following) if following else ""
        if found and found[-1].version == version:
            found[-1] = Period(found[-1].first, last, version)
        else:
            found.append(Period("" if first == ALWAYS else first, last, version))
    return tuple(found if found and found[-1].version is not None else found[:-1])


def _deciding(versions: Sequence[About], day: str) -> int | None:
    live = [at for at, one in enumerate(versions) if one.applies_on(day)]
    return max(live, key=lambda at: (versions[at].valid_from, versions[at].version), default=None)


def _start(one: About) -> str:
    return one.valid_from or ALWAYS


def _next(day: str) -> str:
    return day if day >= NEVER else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
