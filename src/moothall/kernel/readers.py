"""Readers: a cursor over the stream of all events, for what looks at more than one kind of them.

Declared in a capability's ``readers.py``::

    @reader("lamps.light", batch=50)
    def light_what_went_out(act: Act, events: Sequence[Envelope[Any]]) -> None:
        …

A reader goes on from where it stopped, in its own time and lane: nothing of it runs in the act of whoever
made something happen. Its position is kept in the transaction of its effect, so every event takes effect
once. It reads only what no open transaction can still add to (``sql/stream.sql``), one batch at a time, and
for one worker at a time. A batch that fails is halved until the one event is found that cannot be read; that
one is parked, and the stream goes on.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext_lazy
from procrastinate.jobs import Job

from moothall.kernel import act as acts
from moothall.kernel import context, gate, outbox, reactions
from moothall.kernel.act import Act
from moothall.kernel.backlogs import Backlog
from moothall.kernel.extension import Registry
from moothall.kernel.models import StoredEvent
from moothall.kernel.reactions import Envelope, envelope_of
from moothall.kernel.refusal import Busy

log = logging.getLogger(__name__)

Read = Callable[[Act, Sequence[Envelope[Any]]], None]

PASSING = (OperationalError, InterfaceError, Busy)
"""Failures that no event is to blame for: the batch is read again later, whole."""

COUNTED = 10_000
"""How many unread events are counted: more are too many in any case."""
AFTER = "(xid, seq) > (%s, %s) AND (xid < moothall.settled() OR xid = moothall.xid_if_any())"
UNREAD = f"""SELECT count(*), min(at) FROM
 (SELECT at FROM kernel_event WHERE {AFTER} ORDER BY xid, seq LIMIT {COUNTED}) AS unread"""  # noqa: S608
IS_BEHIND = """SELECT EXISTS (SELECT FROM kernel_event AS f WHERE (f.xid, f.seq) > (r.xid, r.seq)
 AND (f.xid < moothall.settled() OR f.xid = moothall.xid_if_any())) FROM kernel_reader AS r WHERE name = %s"""
POSITION = "SELECT xid, seq FROM kernel_reader WHERE name = %s"
BEGIN = "INSERT INTO kernel_reader (name) VALUES (%s) ON CONFLICT DO NOTHING"
MOVE = "UPDATE kernel_reader SET xid = %s, seq = %s, moved_at = %s WHERE name = %s"


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader: its name, what it does with a batch, and how many events that is at most."""

    name: str
    function: Read
    batch: int


READERS = Registry[str, Reader]("The reader")
"""Every reader by its name."""


def reader(name: str, *, batch: int = 500) -> Callable[[Read], Read]:
    """Have the function called for every event there is, ``batch`` at a time, as a system act of the place.

    What it could not read is parked under ``name``, from where an operator has it read again by itself.
    """

    def decorate(function: Read) -> Read:
        READERS.offer(name, Reader(name, function, batch), by=function)

        @wraps(function)
        def read_again(act: Act, envelope: Envelope[Any]) -> None:
            function(act, [envelope])

        reactions.add(name, read_again)
        return function

    return decorate


def catch_up() -> None:
    """Have every reader read to the end of the stream."""
    for one in READERS.values():
        while read(one):
            continue


def read(one: Reader) -> int:
    """Have a reader read its next batch; returns how many events it went past, 0 at the end of the stream or
    while another worker has it. Raises what is no event's fault."""
    if not _is_behind(one.name):
        return 0
    size = one.batch
    while True:
        try:
            return _read(one, size)
        except PASSING:
            raise
        except Exception as failure:
            log.warning("%s failed at %d events: %s", one.name, size, type(failure).__name__)
            if size == 1:
                return _park_next(one, failure)
            size //= 2


def _read(one: Reader, size: int) -> int:
    act = acts.system()
    with gate.together(act):
        events = _next(one, size)
        known = [envelope_of(stored) for stored in events if outbox.may_be_acted_upon(stored)]
        if known:
            one.function(act, known)
        _move(one, events, act.at)
        return len(events)


def _park_next(one: Reader, failure: Exception) -> int:
    """Set the next event aside and go past it, in one transaction."""
    act = acts.system()
    with context.acting(act):
        events = _next(one, 1)
        for stored in events:
            outbox.park(act, stored, one.name, failure, attempts=1)
        _move(one, events, act.at)
        return len(events)


def _next(one: Reader, size: int) -> list[StoredEvent]:
    """The next events, for this transaction alone; none while another one reads."""
    with connection.cursor() as cursor:
        cursor.execute(f"{POSITION} FOR UPDATE SKIP LOCKED", (one.name,))
        position = cursor.fetchone()
    if position is None:
        return []
    rows = StoredEvent.objects.extra(where=[AFTER], params=position)  # noqa: S610 (constants)
    return list(rows.order_by("xid", "seq")[:size])


def _move(one: Reader, events: Sequence[StoredEvent], moment: datetime) -> None:
    if events:
        with connection.cursor() as cursor:
            cursor.execute(MOVE, (events[-1].xid, events[-1].seq, moment, one.name))


def _is_behind(name: str) -> bool:
    """Whether there is anything to read; one that never read anything begins at the beginning."""
    with context.acting(acts.system()), connection.cursor() as cursor:
        cursor.execute(IS_BEHIND, (name,))
        found = cursor.fetchone()
        if found is None:
            cursor.execute(BEGIN, (name,))
        return found is None or bool(found[0])


def _unread(name: str) -> tuple[int, datetime | None]:
    """How much a reader has not read, and since when the oldest of it waits."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION, (name,))
        cursor.execute(UNREAD, cursor.fetchone() or (0, 0))
        return cast(tuple[int, datetime | None], cursor.fetchone())


class Unread(Backlog):
    """What readers have not read yet."""

    name = "stream"
    title = cast(str, gettext_lazy("What happened, to be read by what follows all of it"))
    patience = timedelta(minutes=15)

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """By the reader that is farthest behind."""
        found = [_unread(name) for name in READERS]
        oldest = [since for _count, since in found if since is not None]
        return max((count for count, _since in found), default=0), min(oldest, default=None)

    def left_behind(self, moment: datetime) -> list[Job]:
        """None: readers need no job, workers look after them."""
        return []
