"""Looking after the outbox: replaying what was parked, clearing away what is done."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from moothall.kernel import allow, jobs, outbox
from moothall.kernel.act import Act
from moothall.kernel.events import EventGivenUp, EventReplayed
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import ParkedEvent
from moothall.kernel.reactions import REACTIONS
from moothall.kernel.refusal import NotFound

KEEP_KEYS = timedelta(days=7)


@operation(allow=allow.staff("events.replay"))
def replay_fact(act: Act, *, parked: UUID) -> None:
    """Send a parked event to its reaction again. Replaying one that is under way already changes nothing."""
    row = _end(parked, replayed_at=act.at)
    chosen = REACTIONS.get(row.reaction) if row else None
    if row and chosen:
        items = [[row.event_at.isoformat(), str(row.event_id)]]
        jobs.have_all([outbox.job(chosen, str(row.event_id), items)])
        publish(EventReplayed(event=row.event_id, reaction=row.reaction), act)


@operation(allow=allow.staff("events.replay"))
def give_up_fact(act: Act, *, parked: UUID) -> None:
    """Give a parked event up: its reaction is never carried out. Nothing changes if it has been sent
    again."""
    row = _end(parked, given_up_at=act.at)
    if row:
        publish(EventGivenUp(event=row.event_id, reaction=row.reaction), act)


def _end(parked: UUID, **how: datetime) -> ParkedEvent | None:
    """A parked event that has just been dealt with; ``None`` if it had been before."""
    row = ParkedEvent.objects.filter(pk=parked).first()
    if row is None:
        raise NotFound("We could not find that parked event.")
    waiting = ParkedEvent.objects.filter(pk=parked, replayed_at=None, given_up_at=None)
    return row if waiting.update(**how) else None


@operation(allow=allow.system)
def forget_keys(act: Act) -> None:
    """Forget idempotency keys that nobody can ask about any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT moothall.forget_keys(%s)", (act.at - KEEP_KEYS,))
