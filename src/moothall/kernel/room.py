"""Whether there is room for what comes: the next partition of every table that has them."""

from datetime import datetime, timedelta
from typing import cast

from django.db import connection
from django.utils.translation import gettext_lazy
from procrastinate.jobs import Job

from moothall.kernel import jobs
from moothall.kernel.backlogs import GRACE, Backlog

TASK = "kernel.make_room"
"""What makes the coming partitions."""
MISSING = """SELECT name, starts FROM moothall.partitioned(), date_trunc(span, %s AT TIME ZONE 'UTC'
 + ('1 ' || span)::interval) AS starts
 WHERE to_regclass(moothall.partition_name(name, span, starts)) IS NULL"""


def missing(moment: datetime) -> list[tuple[str, datetime]]:
    """Tables whose next partition is not there yet at ``moment``, each with when that one begins."""
    with connection.cursor() as cursor:
        cursor.execute(MISSING, (moment,))
        return cast(list[tuple[str, datetime]], cursor.fetchall())


class NoRoom(Backlog):
    """Tables without a partition for the coming day or month."""

    name = "partitions"
    title = cast(str, gettext_lazy("Tables that lack room for the coming day or month"))
    patience = timedelta()

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """As long as one is missing, somebody should look."""
        found = missing(moment)
        return len(found), moment - GRACE if found else None

    def left_behind(self, moment: datetime) -> list[Job]:
        """A job that makes them, if none is asked for."""
        return [jobs.job(TASK, {})] if missing(moment) and not jobs.asked_for([TASK]) else []
