"""Opening cases and moving them on."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from moothall.foundations.cases.events import CaseClosed, CaseOpened, CaseReopened, StatusChanged
from moothall.foundations.cases.models import Answers, Case
from moothall.foundations.cases.operations import clocks, retention, rows
from moothall.foundations.cases.queries import types
from moothall.foundations.cases.queries.types import WordedType
from moothall.foundations.cases.rules import finding
from moothall.foundations.cases.rules.casetypes import rank
from moothall.foundations.cases.rules.clocks import due_date
from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.constraints import register_message
from moothall.kernel.gate import operation
from moothall.kernel.models import DataKey, Matter
from moothall.kernel.operations import matters
from moothall.kernel.queries import calendars, events, organisations, people
from moothall.kernel.refusal import NotFound, Refused
from moothall.services import pack_cache

FOUND_BY = ("name", "email", "telephone", "postcode")
"""What of a person's own details a case can be found by."""

register_message("cases_case_pkey", "There is a case about this already.")


@operation(allow=allow.resident | allow.staff("cases.work") | allow.system)
def open_case(
    act: Act, *, matter: UUID, told: list[dict[str, Any]] | None = None, priority: str = "normal"
) -> UUID:
    """Open the case of ``matter``, as the pack it came from says. Returns its id, which is the matter's.

    ``told`` are the sections of what the person told: ``step``, ``title`` and ``rows`` of ``label``,
    ``value`` and ``personal``; ``priority`` is one of the words of ``rules.casetypes.PRIORITIES``. Without a
    pack, the capability whose matter it is says how it goes. Refused for a public matter, which several
    bodies may each have a case about, and for one that has a case already.
    """
    parent = Matter.objects.filter(pk=matter).first()
    if parent is None:
        raise NotFound(_("We could not find that case."))
    if parent.visibility == Matter.Visibility.PUBLIC:
        raise Refused(_("Everybody can see this. Open a case that belongs to it."))
    kind = types.kind(act, parent.pack_id, parent.kind)
    row = _new(act, parent, kind, told or [], rank(priority))
    Case.objects.bulk_create([row])
    if parent.person_id is None:
        vault.hold(parent.pk, DataKey.Kind.MATTER)
    answers = vault.encrypt(parent.key_holder, {"told": list(told or [])} | people.agent_of(act))
    Answers.objects.bulk_create([Answers(case_id=row.pk, encrypted=answers)])
    rows.publish_event(act, row, CaseOpened(type=row.type, team=row.team_id, due_date=row.due_date))
    return row.matter_id


@operation(allow=allow.staff("cases.work") | allow.system, api="v1")
def begin_case(
    act: Act, *, pack: UUID | None = None, service: str = "", person: UUID | None = None,
    parent: UUID | None = None, title: str = "", told: list[dict[str, Any]] | None = None,
    priority: str = "normal",
) -> UUID:  # fmt: skip
    """Open a case with the act's organisation without a journey: with one of its services (a ``pack``), or as
    a capability says of ``service`` (an alarm, a defect). It is about ``person`` or about nobody, and may
    belong to ``parent``: each body's case about one public report is a matter of its own.

    Returns its id. Refused for another organisation's service.
    """
    kind = service if pack is None else _own_service(act, pack)
    matter = matters.open_matter(
        act, kind=kind, organisation=act.own_organisation, person=person, pack=pack, parent=parent,
        title=title,
    )  # fmt: skip
    return open_case(act, matter=matter, told=told, priority=priority)


def _own_service(act: Act, pack: UUID) -> str:
    version = pack_cache.published(act, id=pack)
    if version is None or version.organisation != act.organisation:
        raise NotFound(_("We could not find that service among your organisation's."))
    return version.pack.name


@operation(allow=allow.staff("cases.work"), api="v1")
def change_status(act: Act, *, case: UUID, status: str, version: int) -> None:
    """Move a case on to ``status``. The clock stops, runs or ends as the status says.

    ``version`` is what the case stood at when it was read. Refused for a status that may not follow or whose
    condition is not met, and with a ``Conflict`` when somebody else changed the case meanwhile.
    """
    row = rows.own(act, case, version)
    kind = rows.kind_of(act, row)
    if not kind.type.may_follow(status, row.status):
        raise Refused(
            _("Choose one of the next steps."), fields={"status": _("Choose one of the next steps")}
        )
    _check_condition(act, row, kind, status)
    _move_on(act, row, kind, status)


@operation(allow=allow.system)
def follow_event(act: Act, *, case: UUID, event: str) -> None:
    """Bring a case to where its pack says that the kind of event ``event`` leads, if it can go there from
    where it stands; else its due day to the day that the event may name. Doing it twice changes nothing."""
    row = Case.objects.filter(pk=case).first()
    if row is None:
        return
    kind = rows.kind_of(act, row)
    wanted, standing = kind.type.led_to(row.status, event), events.read_standing(row.pk, kind.type.conditions)
    if wanted is not None and wanted.is_possible(standing, rows.today(act)):
        _move_on(act, row, kind, wanted.code)
    else:
        clocks.follow_day(act, row, kind)


def _check_condition(act: Act, row: Case, kind: WordedType, status: str) -> None:
    """Raise ``Refused`` while what the status is about has not happened, or was undone."""
    wanted, standing = kind.type.status(status), events.read_standing(row.pk, kind.type.conditions)
    if not wanted.is_possible(standing, rows.today(act)):
        words = kind.why_not(status, standing, rows.today(act))
        raise Refused(words, fields={"status": words}, code="condition-not-met")


def _move_on(act: Act, row: Case, kind: WordedType, status: str) -> None:
    before, was_closed = row.status, row.closed_at is not None
    wanted = kind.type.status(status)
    if row.paused_at is not None and not wanted.pauses:
        clocks.resume(act, row, kind)
    rows.change(row, status=status, status_at=act.at)
    rows.publish_event(act, row, StatusChanged(type=row.type, status=status, before=before))
    if wanted.closes and not was_closed:
        _close(act, row, kind)
    if was_closed and not wanted.closes:
        rows.change(row, closed_at=None, retention_date=None)
        retention.keep_on(act, row.pk)
        matters.reopen_matter(act, matter=row.pk)
        rows.publish_event(act, row, CaseReopened(type=row.type, status=status))
    clocks.follow_day(act, row, kind)
    if wanted.pauses and row.paused_at is None:
        clocks.pause(act, row, reason=status)


def _new(
    act: Act, matter: Matter, kind: WordedType, told: Sequence[Mapping[str, Any]], priority: int
) -> Case:
    today = rows.today(act)
    calendar = calendars.read_working_days(matter.organisation_id, kind.type.calendar)
    return Case(
        matter_id=matter.pk,
        reference=matter.reference,
        type=matter.kind,
        pack_id=kind.pack,
        organisation_id=matter.organisation_id,
        team_id=_team(matter.organisation_id, kind.type.team),
        person_id=matter.person_id,
        status=kind.type.first.code,
        status_at=act.at,
        opened_at=act.at,
        priority=priority,
        due_date=due_date(today, kind.type.days_for(priority), calendar=calendar, today=today),
        words=_words(act, matter.person_id, told),
    )


def _team(organisation: UUID, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    return next((team.id for team in organisations.read_teams(organisation) if team.slug == slug), None)


def _words(act: Act, person: UUID | None, told: Sequence[Mapping[str, Any]]) -> list[int]:
    """Digests of the words by which the case can be found: who the person is, if anybody, and where."""
    shown = people.person(act, id=person) if person else None
    details = (shown.personal or {}) if shown else {}
    texts = [str(details[name]) for name in FOUND_BY if details.get(name)]
    answers = [str(row["value"]) for section in told for row in section["rows"]]
    words = finding.words([*texts, *finding.who_and_where(answers)])
    return finding.digests(words, key=settings.MOOTHALL_SEARCH_KEY)


def _close(act: Act, row: Case, kind: WordedType) -> None:
    today = rows.today(act)
    keep_until = today + timedelta(days=kind.type.keep_days)
    rows.change(row, closed_at=act.at, retention_date=keep_until)
    retention.keep(act, row.pk, until=keep_until)
    matters.close_matter(act, matter=row.pk)
    rows.publish_event(
        act,
        row,
        CaseClosed(
            type=row.type,
            status=row.status,
            working_days=clocks.working_days_taken(act, row, kind),
            in_time=today <= row.due_date,
            retention_date=keep_until,
        ),
    )
