"""Deciding about what was due and failed."""

from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.events import DueGivenUp, DueTriedAgain
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Due
from moothall.kernel.refusal import NotFound


@operation(allow=allow.staff("events.replay"))
def try_due_again(act: Act, *, due: UUID) -> None:
    """Have what was due and is set aside tried again. Doing it twice changes nothing more."""
    row = _set_aside(due)
    if row.done_at is None and row.cancelled_at is None:
        Due.objects.filter(pk=due).update(again_at=act.at)
        publish(DueTriedAgain(due=due, operation=row.operation), act)


@operation(allow=allow.staff("events.replay"))
def give_up_due(act: Act, *, due: UUID) -> None:
    """Give up what was due and is set aside: it is never done. Nothing changes if it was since."""
    row = _set_aside(due)
    if Due.objects.filter(pk=due, done_at=None, cancelled_at=None).update(cancelled_at=act.at):
        publish(DueGivenUp(due=due, operation=row.operation), act)


def _set_aside(due: UUID) -> Due:
    row = Due.objects.filter(pk=due).exclude(parked_at=None).first()
    if row is None:
        raise NotFound("We could not find that.")
    return row
