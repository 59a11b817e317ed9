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
from collections.abc import Callable, Iterable, Sequence
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
BEHIND = """SELECT n.name, r.name IS NULL FROM unnest(%s::varchar[]) AS n (name)
  LEFT JOIN kernel_reader AS r ON r.name = n.name WHERE r.name IS NULL OR EXISTS (
 SELECT FROM kernel_event AS f WHERE (f.xid, f.seq) > (r.xid, r.seq)
    AND (f.xid < moothall.settled() OR f.xid = moothall.xid_if_any()))"""
POSITIONS = (
    "SELECT name, xid, seq FROM kernel_reader WHERE name = ANY (%s) ORDER BY name FOR UPDATE SKIP LOCKED"
)
MOVE_ALL = "UPDATE kernel_reader SET xid = %s, seq = %s, moved_at = %s WHERE name = ANY (%s)"
POSITION = "SELECT xid, seq FROM kernel_reader WHERE name = %s"
BEGIN = "INSERT INTO kernel_reader (name) SELECT unnest(%s::varchar[]) ON CONFLICT DO NOTHING"
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
    """Have every reader read to the end of the stream: those that stand at the same place together, so that
    what happens is fetched once for all of them; then whoever fell behind by itself."""
    while behind := _behind(READERS):
        if len(behind) > 1 and read_together(behind):
            continue
        passed = [_next_batch(READERS[name]) for name in behind]
        if not sum(passed):
            return


def read_together(behind: Iterable[str]) -> int:
    """Have those readers that stand where most of them do read the next batch, in one transaction; returns
    how many events they went past. One that fails loses nothing but its own effect and stays where it was."""
    act = acts.system()
    with gate.together(act):
        names, position = _most_at_one_place(behind)
        chosen = [READERS[name] for name in names]
        events = _after(position, min(one.batch for one in chosen)) if len(chosen) > 1 else []
        known = [envelope_of(stored) for stored in events if outbox.may_be_acted_upon(stored)]
        done = [one.name for one in chosen if events and _carried_out(one, act, known)]
        if done:
            with connection.cursor() as cursor:
                cursor.execute(MOVE_ALL, (events[-1].xid, events[-1].seq, act.at, done))
        return len(events) if done else 0


def _most_at_one_place(behind: Iterable[str]) -> tuple[list[str], tuple[int, int]]:
    """The readers that stand where most of them do, for this transaction alone, and where that is."""
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS, (list(behind),))
        rows = cursor.fetchall()
    places: dict[tuple[int, int], list[str]] = {}
    for name, xid, seq in rows:
        places.setdefault((xid, seq), []).append(name)
    position = max(places, key=lambda one: (len(places[one]), one), default=(0, 0))
    return places.get(position, []), position


def _carried_out(one: Reader, act: Act, known: Sequence[Envelope[Any]]) -> bool:
    """Whether a reader read what is known; what fails for one of them is read by it alone, later."""
    if not known:
        return True
    try:
        with gate.attempt():
            one.function(act, known)
    except PASSING:
        raise
    except Exception as failure:
        log.warning("%s failed beside others: %s", one.name, type(failure).__name__)
        return False
    return True


def read(one: Reader) -> int:
    """Have a reader read its next batch; returns how many events it went past, 0 at the end of the stream or
    while another worker has it. Raises what is no event's fault."""
    return _next_batch(one) if _behind([one.name]) else 0


def _next_batch(one: Reader) -> int:
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
    return _after(position, size) if position is not None else []


def _after(position: tuple[int, int], size: int) -> list[StoredEvent]:
    rows = StoredEvent.objects.extra(where=[AFTER], params=list(position))  # noqa: S610 (constants)
    return list(rows.order_by("xid", "seq")[:size])


def _move(one: Reader, events: Sequence[StoredEvent], moment: datetime) -> None:
    if events:
        with connection.cursor() as cursor:
            cursor.execute(MOVE, (events[-1].xid, events[-1].seq, moment, one.name))


def _behind(names: Iterable[str]) -> list[str]:
    """Those readers that have something to read; one that never read anything begins at the beginning."""
    with context.acting(acts.system()), connection.cursor() as cursor:
        cursor.execute(BEHIND, (list(names),))
        found = cursor.fetchall()
        if new := [name for name, is_new in found if is_new]:
            cursor.execute(BEGIN, (new,))
        return [name for name, _is_new in found]


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
