"""Stopping and starting the clock of a case."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.cases.events import ClockPaused, ClockResumed
from moothall.foundations.cases.models import Case, Pause
from moothall.foundations.cases.operations import rows
from moothall.foundations.cases.queries.types import WordedType
from moothall.foundations.cases.rules import clocks
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.places import local_date
from moothall.kernel.queries import events
from moothall.kernel.refusal import Refused


@operation(allow=allow.staff("cases.work"), api="v1")
def pause_clock(act: Act, *, case: UUID, reason: str, version: int) -> None:
    """Stop the clock of a case for one of its type's reasons. Pausing a paused case changes nothing.

    Refused for a closed case or an unknown reason, and with a ``Conflict`` for a stale form.
    """
    row = rows.own(act, case, version)
    if reason not in rows.kind_of(act, row).type.pause_reasons:
        raise Refused(_("Choose why the clock stops."), fields={"reason": _("Choose why the clock stops")})
    if row.closed_at is not None:
        raise Refused(_("This case is closed, so its clock no longer runs."))
    if row.paused_at is None:
        pause(act, row, reason=reason)


@operation(allow=allow.staff("cases.work"), api="v1")
def resume_clock(act: Act, *, case: UUID, version: int) -> None:
    """Let the clock of a case run again: it is due as many working days later as it stood still. Resuming a
    running one changes nothing. Refused with a ``Conflict`` for a stale form."""
    row = rows.own(act, case, version)
    if row.paused_at is not None:
        resume(act, row, rows.kind_of(act, row))


def pause(act: Act, row: Case, *, reason: str) -> None:
    """Stop the clock of ``row``, inside another operation."""
    Pause.objects.bulk_create(
        [
            Pause(
                id=clock.uuid7(act.at),
                case_id=row.pk,
                organisation_id=row.organisation_id,
                reason=reason,
                paused_at=act.at,
            )
        ]
    )
    rows.change(row, paused_at=act.at)
    rows.publish_event(act, row, ClockPaused(reason=reason))


def resume(act: Act, row: Case, kind: WordedType) -> None:
    """Let the clock of ``row`` run again, inside another operation."""
    Pause.objects.filter(case_id=row.pk, resumed_at=None).update(resumed_at=act.at)
    due = _due_date(act, row, kind)
    rows.change(row, paused_at=None, due_date=due)
    rows.publish_event(act, row, ClockResumed(due_date=due))


def follow_day(act: Act, row: Case, kind: WordedType) -> None:
    """Have an open case due on the day on which the next thing happens, where its pack lets an event say
    which that is, inside another operation."""
    if row.closed_at is None and any(status.on_day for status in kind.type.statuses):
        due = _due_date(act, row, kind)
        if due != row.due_date:
            rows.change(row, due_date=due)


def _due_date(act: Act, row: Case, kind: WordedType) -> date:
    """The day that an event says, else as many working days after its beginning as it may take."""
    day = kind.type.day_of(row.status, events.read_standing(row.pk, kind.type.conditions))
    return day or clocks.due_date(
        local_date(row.opened_at),
        kind.type.days_for(row.priority),
        pauses=_pauses(row),
        calendar=rows.calendar_of(row, kind),
        today=rows.today(act),
    )


def working_days_taken(act: Act, row: Case, kind: WordedType) -> int:
    """How many working days a case has taken so far, without those its clock stood still."""
    calendar, today = rows.calendar_of(row, kind), rows.today(act)
    paused = clocks.working_days_paused(_pauses(row), calendar=calendar, today=today)
    return calendar.between(local_date(row.opened_at), today) - paused


def _pauses(row: Case) -> list[clocks.Paused]:
    found = Pause.objects.filter(case_id=row.pk).values_list("paused_at", "resumed_at")
    return [
        clocks.Paused(local_date(start), local_date(end) if end is not None else None) for start, end in found
    ]
