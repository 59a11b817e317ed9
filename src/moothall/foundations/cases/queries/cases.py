"""One case, with everything the act may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from moothall.foundations.cases.models import Case, CaseMessage, Pause
from moothall.foundations.cases.queries import answers, colleagues, threads, types
from moothall.foundations.cases.queries.answers import AnsweredStep
from moothall.foundations.cases.queries.statements import MESSAGES, ROW, SHARINGS, WRITTEN, Row, Written
from moothall.foundations.cases.queries.threads import Entry, Writing
from moothall.foundations.cases.queries.types import WordedType
from moothall.kernel import allow, places, stages, vault
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.queries import calendars, events
from moothall.kernel.refusal import NotFound

NOT_FOUND = "We could not find that case."


@dataclass(frozen=True, slots=True)
class Sharing:
    """That another organisation may see the case: which, why, until when."""

    id: UUID
    organisation: str
    purpose: str
    basis: str
    until_at: datetime


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case as its reader sees it. ``title`` is what its matter is about, if it says; ``sent_by`` is
    who asked in the person's place, if anybody did. ``names`` are the reader's
    colleagues, by id; ``next_date`` is by when the next thing should have happened."""

    id: UUID
    reference: str
    kind: WordedType
    title: str
    organisation: UUID
    organisation_name: str
    team: UUID | None
    team_name: str
    person: UUID | None
    personal: Mapping[str, Any] | None
    status: str
    status_at: datetime
    opened_at: datetime
    due_date: date
    priority: int
    next_date: date | None
    paused_at: datetime | None
    pause_reason: str
    closed_at: datetime | None
    retention_date: date | None
    erased_at: datetime | None
    is_restricted: bool
    assigned_to: UUID | None
    resident_wrote_at: datetime | None
    version: int
    happened: stages.Standing
    told: tuple[AnsweredStep, ...]
    thread: tuple[Entry, ...]
    sent_by: str
    sharings: tuple[Sharing, ...]
    names: Mapping[UUID, str]

    @property
    def person_name(self) -> str:
        """The person's name, or nothing when it is not known or was erased."""
        return str((self.personal or {}).get("name") or "")

    @property
    def day(self) -> date | None:
        """The day on which the next thing happens, if an event says so."""
        return self.kind.type.day_of(self.status, self.happened)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been finished by now."""
        return self.due_date < today and self.paused_at is None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Where a case stands: what a form needs to offer. ``happened`` are the events on which it depends what
    may follow."""

    kind: WordedType
    status: str
    version: int
    organisation: UUID
    today: date
    happened: stages.Standing = field(default_factory=dict)

    @property
    def following(self) -> list[str]:
        """The statuses that may follow now."""
        return self.kind.type.open_to(self.status, self.happened, self.today)


@query(allow=allow.staff("cases.read"))
def standing(act: Act, *, case: UUID) -> CaseStanding:
    """Where a case stands, and nothing of what it says. Raises ``NotFound``."""
    row = Case.objects.filter(pk=case).only("pack_id", "type", "status", "version", "organisation_id").first()
    if row is None:
        raise NotFound(NOT_FOUND)
    kind = types.of_case(act, row)
    happened = events.read_standing(case, kind.type.conditions)
    return CaseStanding(
        kind, row.status, row.version, row.organisation_id, places.local_date(act.at), happened
    )


@query(allow=allow.resident | allow.staff("cases.read"), reads="case")
def case(act: Act, *, case: UUID) -> CaseShown:
    """A case with its thread. Staff's reading is recorded and shown to the person. Raises ``NotFound``."""
    row = next(iter(fetch(Row, ROW, case)), None)
    if row is None:
        raise NotFound(NOT_FOUND)
    kind = types.kind(act, row.pack, row.type)
    holder = row.person or row.id
    history = threads.facts_of(case, since=row.opened_at)
    writings = fetch(Written, WRITTEN if act.organisation else MESSAGES, case)
    encrypted = [row.personal, row.contact, row.detail, *(writing.encrypted for writing in writings)]
    name, contact, detail, *texts = vault.decrypt_many([(holder, content) for content in encrypted])
    personal = None if name is None else name | (contact or {})
    letters = [_writing(writing, text) for writing, text in zip(writings, texts, strict=True)]
    is_outsider = act.organisation not in {None, row.organisation}
    told = answers.sections(act, case, kind, detail, is_outsider=is_outsider)
    thread = threads.thread(act, history, letters, kind)
    sent_by = str((detail or {}).get("by", ""))
    return _shown(act, row, kind, told=told, personal=personal, thread=thread, sent_by=sent_by)


def _shown(
    act: Act,
    row: Row,
    kind: WordedType,
    *,
    told: tuple[AnsweredStep, ...],
    personal: dict[str, Any] | None,
    thread: tuple[Entry, ...],
    sent_by: str,
) -> CaseShown:
    happened = events.read_standing(row.id, kind.type.conditions)
    return CaseShown(
        id=row.id,
        reference=row.reference,
        kind=kind,
        title=row.title,
        organisation=row.organisation,
        organisation_name=row.organisation_name,
        team=row.team,
        team_name=row.team_name,
        person=row.person,
        personal=personal,
        status=row.status,
        status_at=row.status_at,
        opened_at=row.opened_at,
        due_date=row.due_date,
        priority=row.priority,
        next_date=_next_date(row, kind, happened),
        paused_at=row.paused_at,
        pause_reason=_pause_reason(row),
        closed_at=row.closed_at,
        retention_date=row.retention_date,
        erased_at=row.erased_at,
        is_restricted=row.is_restricted,
        assigned_to=row.assigned_to,
        resident_wrote_at=row.resident_wrote_at,
        version=row.version,
        happened=happened,
        told=told,
        thread=thread,
        sent_by=sent_by,
        sharings=tuple(fetch(Sharing, SHARINGS, row.id)),
        names=colleagues.names_known_to(act),
    )


def _next_date(row: Row, kind: WordedType, happened: stages.Standing) -> date | None:
    """By when the next thing should have happened; nothing while the clock stands still or the case is
    closed."""
    if row.closed_at is not None or row.paused_at is not None:
        return None
    within = kind.type.status(row.status).within_days
    if within is None:
        return kind.type.day_of(row.status, happened) or row.due_date
    calendar = calendars.read_working_days(row.organisation, kind.type.calendar)
    return calendar.after(places.local_date(row.status_at), within)


def _writing(row: Written, content: dict[str, Any] | None) -> Writing:
    return Writing(
        id=row.id,
        kind="note" if row.side is None else "message",
        is_residents=row.side == CaseMessage.Side.RESIDENT,
        at=row.written_at,
        text=None if content is None else str(content.get("text", "")),
        by=str((content or {}).get("by", "")),
    )


def _pause_reason(row: Row) -> str:
    if row.paused_at is None:
        return ""
    pause = Pause.objects.filter(case_id=row.id, resumed_at=None).only("reason").first()
    return pause.reason if pause else ""
