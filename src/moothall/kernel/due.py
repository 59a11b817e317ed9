"""One operation in one matter at a moment of its own: "in six working days, do this here".

What may be due is declared in a capability's ``tasks.py``, and asked for inside an act::

    due.declare("lamps.inspect", title=_("Inspect a lamp that was mended"), shown=_("Inspected on"))

    due.ask(act, "lamps.inspect", matter=matter, at=moment, lamp=lamp)

Asking again moves it, ``cancel`` calls it off. The clock does it once, within a minute of its moment, as
Moothall itself acting for the matter's organisation (or the place): row and effect are one transaction. What
fails is tried again with back-off and then set aside for the operator, like a reaction.
"""

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, cast
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from pydantic import TypeAdapter

from moothall.kernel import act as acts
from moothall.kernel import audit, backlogs, clock, context, gate, jobs, registry
from moothall.kernel.act import Act
from moothall.kernel.backlogs import MOST, Backlog
from moothall.kernel.extension import Registry
from moothall.kernel.failures import words_of
from moothall.kernel.models import Due, Matter

log = logging.getLogger(__name__)

ATTEMPTS = 6
"""Tries before something due is set aside: at once, then after 2, 4, 8, 16 and 32 seconds."""
SIGNED = ("id", "matter_id", "operation", "about", "arguments", "moment")
"""What the signature covers."""
OPEN = Q(done_at=None, cancelled_at=None)
NOT_SET_ASIDE = Q(parked_at=None) | Q(again_at__gt=F("parked_at"))


@dataclass(frozen=True, slots=True)
class Declared:
    """An operation that may be due: its words for operators, whose act it is, and what staff see of it in
    the matter (nothing, if it says none)."""

    operation: str
    title: str | Promise
    acts_for: Literal["organisation", "place"]
    shown: str | Promise


DECLARED = Registry[str, Declared]("What may be due as")
"""What may be due, by the name of the operation."""


def declare(
    operation: str,
    *,
    title: str | Promise,
    acts_for: Literal["organisation", "place"] = "organisation",
    shown: str | Promise = "",
) -> None:
    """Let ``operation`` be asked for at a moment of its own."""
    DECLARED.offer(operation, Declared(operation, title, acts_for, shown))


def ask(
    act: Act, operation: str, *, matter: UUID, at: datetime, about: str = "", **arguments: object
) -> None:
    """Have ``operation`` carried out in ``matter`` at that moment; what was asked for already is moved there.
    ``about`` tells apart what may be due several times in one matter. Raises ``KeyError`` for what nobody
    declared."""
    hints = registry.entries()[DECLARED[operation].operation].arguments
    said = {name: _adapter(hints[name]).dump_python(value, mode="json") for name, value in arguments.items()}
    row = open_ones(matter).filter(operation=operation, about=about).select_for_update().first()
    if row is None:
        row = Due(
            id=clock.uuid7(act.at), matter_id=matter, operation=operation, about=about, arguments=said,
            moment=at, asked_at=act.at, salt=audit.salt(),
        )  # fmt: skip
        row.signature = _signature(row)
        Due.objects.bulk_create([row])
        return
    row.moment, row.arguments, row.parked_at = at, said, None
    row.signature = _signature(row)
    row.save(update_fields=["moment", "arguments", "parked_at", "signature"])


def cancel(act: Act, operation: str, *, matter: UUID, about: str = "") -> None:
    """Call off what was asked for. Nothing changes when it is done or was never asked for."""
    open_ones(matter).filter(operation=operation, about=about).update(cancelled_at=act.at)


def open_ones(matter: UUID) -> QuerySet[Due]:
    """What is still to be done in ``matter``."""
    return Due.objects.filter(OPEN, matter_id=matter)


def ready(moment: datetime) -> QuerySet[Due]:
    """Everything whose moment has come and that is not set aside, what waits longest first."""
    return Due.objects.filter(OPEN, NOT_SET_ASIDE, moment__lte=moment).order_by("moment", "id")


@app.task(
    name="kernel.do_due", queue=jobs.Lane.CLOCK, pass_context=True, retry=jobs.Patiently(tries=ATTEMPTS)
)
def do_due(job: JobContext, about: str) -> None:
    """Carry out what is due, once. Raises what went wrong, for another try, until the last one, when it is
    set aside instead."""
    carry_out(UUID(about), is_last=job.job is not None and job.job.attempts >= ATTEMPTS - 1)


def carry_out(wanted: UUID, *, is_last: bool) -> None:
    """Carry out what is due under this id, if it still is. Raises what went wrong, or, the last time, sets it
    aside for the operator."""
    try:
        _carry_out(wanted)
    except Exception as failure:
        if not is_last:
            raise
        log.warning("what is due as %s failed: %s", wanted, type(failure).__name__)
        _set_aside(wanted, failure)


def carry_out_ready() -> None:
    """Carry out everything that is ready, here and now: for days that are simulated, and for tests."""
    act = acts.system()
    with context.acting(act):
        found = list(ready(act.at).values_list("pk", flat=True))
    for wanted in found:
        carry_out(wanted, is_last=True)


def _carry_out(wanted: UUID) -> None:
    found = _found(wanted)
    if found is None:
        return
    row, act = found
    entry = registry.entries()[row.operation]
    with gate.together(act):
        if Due.objects.filter(OPEN, pk=row.pk, moment=row.moment).update(done_at=act.at):
            entry.call(act, **_typed(row.arguments, entry.arguments))


def _found(wanted: UUID) -> tuple[Due, Act] | None:
    """What is due now under this id, with the act that does it; nothing for what an act never asked for."""
    act = acts.system()
    with context.acting(act):
        row = ready(act.at).filter(pk=wanted).first()
        if row is None or row.operation not in DECLARED:
            return None
        if not hmac.compare_digest(bytes(row.signature), _signature(row)):
            log.error("due %s was not asked for by an act: nothing is done", row.pk)
            return None
        return row, _act(row)


def _act(row: Due) -> Act:
    """Moothall acting for the organisation of the matter, or for the place, for whom it is about."""
    if DECLARED[row.operation].acts_for == "place":
        return acts.system().about(row.matter_id)
    matter = Matter.objects.get(pk=row.matter_id)
    act = replace(acts.system(organisation=matter.organisation_id), subject=matter.person_id)
    return act.about(row.matter_id)


def _set_aside(wanted: UUID, failure: Exception) -> None:
    """Of the error are kept the kind and the place in our code, never the content."""
    with context.acting(acts.system()):
        Due.objects.filter(OPEN, pk=wanted).update(parked_at=clock.now(), error=words_of(failure)[:300])


def _typed(arguments: Mapping[str, Any], hints: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _adapter(hints[name]).validate_python(value) for name, value in arguments.items()}


def _signature(row: Due) -> bytes:
    content = {name: getattr(row, name) for name in SIGNED}
    leaf = audit.leaf(content, salt=bytes(row.salt))
    return salted_hmac("moothall.kernel.due", leaf, algorithm="sha256").digest()


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)


class AtItsMoment(Backlog):
    """What is due and not done yet: a little while ago, or set aside."""

    name = "due"
    title = cast(str, gettext_lazy("What should have been done at a moment of its own"))
    patience = timedelta(hours=1)

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """What is set aside counts as well."""
        found = Due.objects.filter(OPEN, moment__lte=moment).aggregate(
            count=Count("pk"), oldest=Min("moment")
        )
        return found["count"], found["oldest"]

    def left_behind(self, moment: datetime) -> list[Job]:
        """A job for each that is ready and has none; what is due in one matter is done in turn."""
        rows = ready(moment).exclude(pk__in=backlogs.under_way(do_due.name, "about"))
        found = rows.values_list("pk", "matter_id")[:MOST]
        return [jobs.job(do_due.name, {"about": str(key)}, lock=f"due:{matter}") for key, matter in found]
