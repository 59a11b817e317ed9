"""A case on its way to being changed: seen by the act, its own organisation's and team's, and not stale."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.queries import types
from moothall.foundations.cases.queries.types import WordedType
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.event import Event
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import publish
from moothall.kernel.queries import calendars
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound
from moothall.kernel.workdays import WorkingDays

WORKS_ON = "SELECT moothall.works_on(%s)"


def card(case: UUID) -> Case:
    """The case, if the act may know that it is there. Raises ``NotFound``."""
    row = Case.objects.filter(pk=case).first()
    if row is None:
        raise NotFound(_("We could not find that case."))
    return row


def seen(case: UUID) -> Case:
    """The case, if the act may read it. Raises ``NotFound``, or ``NotAllowed`` for another team's."""
    row = Case.objects.select_related("matter").filter(pk=case).first()  # with the matter, which decides
    if row is None:
        card(case)
        raise NotAllowed(_("This case is another team's. Say why you need to read it before you open it."))
    return row


def writable(act: Act, case: UUID) -> Case:
    """The case, if the act may add to it: its person's, its team's, or an organisation's it was shared with.

    Raises ``NotFound``, and ``NotAllowed`` for staff who opened another team's to read it.
    """
    row = seen(case)
    if row.organisation_id == act.organisation and not fetch(bool, WORKS_ON, case)[0]:
        raise NotAllowed(_("You opened this case to read it. Only its own team can change it."))
    return row


def own(act: Act, case: UUID, version: int) -> Case:
    """The case, if it belongs to the act's organisation and still stands at ``version``.

    Raises ``NotFound``, ``NotAllowed`` for a case that was only shared or is another team's, ``Conflict``
    for a stale form.
    """
    row = writable(act, case)
    if row.organisation_id != act.organisation:
        raise NotAllowed(
            _("This case was shared with you. You can add notes and messages, but not move it on.")
        )
    if row.version != version:
        raise stale()
    return row


def stale() -> Conflict:
    """The refusal of a form that was filled in against an older state of the case."""
    return Conflict(
        _("Somebody changed this case while you had it open. See what is new below, then send yours again."),
        code="case-changed",
    )


def change(row: Case, **columns: Any) -> None:
    """Write ``columns`` of a case that nobody has changed since ``row`` was read. Raises ``Conflict``."""
    now = Case.objects.filter(pk=row.pk, version=row.version)
    if not now.update(version=F("version") + 1, **columns):
        raise stale()
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1


def publish_event(act: Act, row: Case, event: Event) -> None:
    """Publish ``event`` about the case ``row``, for its organisation."""
    publish(event, act, matter=row.pk, person=row.person_id, organisation=row.organisation_id)


def kind_of(act: Act, row: Case) -> WordedType:
    """The case type of ``row``."""
    return types.of_case(act, row)


def calendar_of(row: Case, kind: WordedType) -> WorkingDays:
    """The working days the clock of ``row`` runs by."""
    return calendars.read_working_days(row.organisation_id, kind.type.calendar)


def today(act: Act) -> date:
    """The day of the act where the place is."""
    return places.local_date(act.at)
