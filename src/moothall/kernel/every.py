"""The clock: what a capability does again and again, declared in its ``tasks.py``::

    @every("02:41", title=_("Erase what is kept no longer"))
    def erase_old(act: Act) -> None:
        …

``02:41`` is each day at that time (UTC), ``5m`` every five minutes, ``1h`` every hour. It is done by one
worker at a time, as a system act; how it went the last time is shown to operators. What was missed, because
no worker ran at the time, is made up for by the sweeper.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from moothall.kernel import act as acts
from moothall.kernel import clock, context, jobs, naming
from moothall.kernel.act import Act
from moothall.kernel.backlogs import GRACE, Backlog
from moothall.kernel.extension import Registry
from moothall.kernel.failures import words_of
from moothall.kernel.jobs import Lane
from moothall.kernel.models import Round

Carry = Callable[[Act], object]

HOUR, DAY = 60, 24 * 60
"""In minutes."""

TIME = re.compile(r"(?:(?P<hour>\d\d):(?P<minute>\d\d)|(?P<minutes>\d+)m|(?P<hours>\d+)h)")


@dataclass(frozen=True, slots=True)
class Every:
    """Something done by the clock: its name and words, when (first ``at``, then every ``span``), and what."""

    name: str
    title: str | Promise
    when: str
    at: timedelta
    span: timedelta
    function: Carry

    @property
    def often(self) -> str:
        """How often that is, in words: ``each day at 02:41 UTC``, ``every 5 minutes``."""
        minutes = self.span // timedelta(minutes=1)
        if minutes == DAY:
            return gettext("each day at %(time)s UTC") % {"time": self.when}
        if minutes % HOUR:
            return ngettext("every minute", "every %(count)s minutes", minutes) % {"count": minutes}
        return ngettext("every hour", "every %(count)s hours", minutes // HOUR) % {"count": minutes // HOUR}

    @property
    def cron(self) -> str:
        """Its times as a cron line, such as ``41 2 * * *``."""
        minutes, first = self.span // timedelta(minutes=1), self.at // timedelta(minutes=1)
        if minutes == DAY:
            return f"{first % 60} {first // 60} * * *"
        return f"*/{minutes} * * * *" if minutes < HOUR else f"0 */{minutes // HOUR} * * *"

    def carry_out(self) -> None:
        """Do it, and note how it went. Raises what went wrong."""
        began = clock.now()
        _note(self.name, began_at=began, ended_at=None, error="")
        try:
            self.function(acts.system())
        except Exception as failure:
            _note(self.name, began_at=began, ended_at=clock.now(), error=words_of(failure)[:300])
            raise
        _note(self.name, began_at=began, ended_at=clock.now(), error="")

    def due_before(self, moment: datetime) -> datetime:
        """When it was last due."""
        day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        begin = day + self.at if day + self.at <= moment else day + self.at - timedelta(days=1)
        return begin + (moment - begin) // self.span * self.span


EVERY = Registry[str, Every]("What the clock does as")
"""Everything done by the clock, by its name."""


def every(
    when: str, *, title: str | Promise, lane: Lane = Lane.CLOCK, waits: bool = True
) -> Callable[[Carry], Carry]:
    """Have the function carried out by the clock, in a slower ``lane`` if it is long. It ``waits`` for the
    last time to end, which a worker that was killed leaves to the reaper. Raises ``ValueError`` for a time
    that is none."""

    def decorate(function: Carry) -> Carry:
        name = f"{naming.name_of(function.__module__)}.{function.__name__}"
        one = EVERY.offer(name, Every(name, title, when, *_times(when), function), by=function)

        @app.periodic(cron=one.cron)
        @app.task(name=name, queue=lane, queueing_lock=name, lock=name if waits else None)
        def carry_out(timestamp: int = 0) -> None:
            one.carry_out()

        return function

    return decorate


def _times(when: str) -> tuple[timedelta, timedelta]:
    """The first time of a day and the span between times."""
    found = TIME.fullmatch(when)
    if found is None:
        raise ValueError(f"{when} is neither a time of day such as 02:41 nor a span such as 5m or 1h.")
    if found["hour"]:
        return timedelta(hours=int(found["hour"]), minutes=int(found["minute"])), timedelta(days=1)
    return timedelta(), timedelta(minutes=int(found["minutes"] or 0), hours=int(found["hours"] or 0))


def note_new(act: Act) -> None:
    """Note what the clock has not done yet: from here on it counts as missed when it is."""
    with context.acting(act):
        Round.objects.bulk_create(
            [Round(name=name, noted_at=act.at) for name in EVERY], ignore_conflicts=True
        )


def _note(name: str, *, began_at: datetime, ended_at: datetime | None, error: str) -> None:
    row = Round(name=name, noted_at=began_at, began_at=began_at, ended_at=ended_at, error=error)
    with context.acting(acts.system()):
        Round.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["name"],
            update_fields=["began_at", "ended_at", "error"],
        )  # fmt: skip


class Missed(Backlog):
    """What the clock should have done and did not begin: no worker ran at the time."""

    name = "clock"
    title = cast(str, gettext_lazy("What the clock should have done"))
    patience = timedelta(hours=1)

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """By when each was last begun."""
        due = [when for _one, when in self._missed(moment)]
        return len(due), min(due, default=None)

    def left_behind(self, moment: datetime) -> list[Job]:
        """A job for each that has none."""
        waiting = jobs.asked_for([one.name for one, _when in self._missed(moment)])
        return [jobs.job(one.name, {}) for one, _when in self._missed(moment) if one.name not in waiting]

    def _missed(self, moment: datetime) -> list[tuple[Every, datetime]]:
        begun = {row.name: row.began_at or row.noted_at for row in Round.objects.all()}
        due = [(one, one.due_before(moment - GRACE)) for one in EVERY.values() if one.name in begun]
        return [(one, when) for one, when in due if begun[one.name] < when]
