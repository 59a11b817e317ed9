"""What was acknowledged and still waits to be passed on: counted, dated, and taken up again without a job.

Each capability declares in its ``tasks.py`` what of its own may wait::

    declare(Rows(name="messages", title=_("Messages to send"), rows=waiting, since="written_at",
                 task="things.send", argument="thing"))

The clock (``kernel.sweep``) asks anew for what waits without a job; ``moot doctor``, ``/metrics`` and the
operator's page show how much waits and since when. Tasks are idempotent, so a job too many does no harm.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from moothall.kernel import jobs
from moothall.kernel.extension import Registry

GRACE = timedelta(minutes=5)
"""What waits for less is left to the job it was given."""
MOST = 500
"""Jobs asked for at a time; the next sweep goes on."""
UNDER_WAY = ("todo", "doing")


@dataclass(frozen=True, slots=True)
class BacklogStatus:
    """How much of a kind waits, since when the oldest of it, and whether that is too long."""

    name: str
    title: str
    count: int
    oldest: datetime | None
    is_late: bool


class Backlog(ABC):
    """One kind of thing that may wait. After ``patience`` somebody should look at it."""

    name: str
    title: str
    patience: timedelta

    @abstractmethod
    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """How many wait at ``moment``, and since when the oldest."""

    @abstractmethod
    def left_behind(self, moment: datetime) -> list[Job]:
        """Jobs for what has waited for longer than :data:`GRACE` and has none."""

    def standing(self, moment: datetime) -> BacklogStatus:
        """Its :class:`BacklogStatus` at ``moment``."""
        count, oldest = self.waiting(moment)
        is_late = oldest is not None and moment - oldest > self.patience
        return BacklogStatus(self.name, str(self.title), count, oldest, is_late)


@dataclass(frozen=True, kw_only=True)
class Rows(Backlog):
    """Rows of a table that wait. ``rows`` gives them at a moment; ``since`` is the column that says since
    when; ``task`` passes on the one whose id is its ``argument`` (and lock, if it ``has_lock``). Without a
    task they are left to the clock."""

    name: str
    title: str
    rows: Callable[[datetime], QuerySet[Any]]
    since: str
    task: str | None = None
    argument: str = "about"
    has_lock: bool = False
    patience: timedelta = timedelta(hours=1)

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """By the table itself."""
        found = self.rows(moment).aggregate(count=Count("pk"), oldest=Min(self.since))
        return found["count"], _moment(found["oldest"])

    def left_behind(self, moment: datetime) -> list[Job]:
        """Those that no job waiting or under way is about, oldest first."""
        if self.task is None:
            return []
        rows = self.rows(moment).filter(**{f"{self.since}__lt": moment - GRACE})
        rows = rows.exclude(pk__in=under_way(self.task, self.argument))
        found = [str(key) for key in rows.order_by(self.since, "pk").values_list("pk", flat=True)[:MOST]]
        locks = found if self.has_lock else [None] * len(found)
        return [
            jobs.job(self.task, {self.argument: key}, lock=lock)
            for key, lock in zip(found, locks, strict=True)
        ]


def under_way(task: str, argument: str) -> QuerySet[Any]:
    """The ids that jobs of ``task``, waiting or under way, have as their ``argument``."""
    found: QuerySet[Any] = ProcrastinateJob.objects.filter(task_name=task, status__in=UNDER_WAY)
    found = found.filter(args__has_key=argument)
    found = found.annotate(named=Cast(KeyTextTransform(argument, "args"), UUIDField()))
    return found.values("named")


BACKLOGS = Registry[str, Backlog]("The backlog")
"""Every backlog by its name."""


def declare(backlog: Backlog) -> None:
    """Have ``backlog`` counted, shown and swept."""
    BACKLOGS.offer(backlog.name, backlog)


def _moment(value: datetime | date | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time(), UTC)
