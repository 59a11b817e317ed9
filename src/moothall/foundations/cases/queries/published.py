"""A case for programs of an organisation: plain values, words in the reader's language, and its timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from moothall.foundations.cases.queries import cases
from moothall.foundations.cases.queries.answers import AnsweredStep
from moothall.foundations.cases.queries.threads import Entry
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.places import local_date


@dataclass(frozen=True, slots=True)
class Following:
    """A status that may follow now: the code to ask for, and its name."""

    status: str
    name: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: what, when, by which member of staff, with the text that was written then."""

    at: datetime
    what: str
    more: str
    text: str | None
    is_note: bool
    by: UUID | None


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A case with everything the act may see of it. ``version`` goes with whatever changes it."""

    id: UUID
    reference: str
    service: str
    title: str
    organisation: UUID
    team: UUID | None
    assigned_to: UUID | None
    person: UUID | None
    status: str
    status_name: str
    following: tuple[Following, ...]
    version: int
    priority: int
    opened_at: datetime
    due_date: date
    next_date: date | None
    paused_at: datetime | None
    closed_at: datetime | None
    waits_for_answer: bool
    told: tuple[AnsweredStep, ...]
    thread: tuple[Happening, ...]


@query(allow=allow.staff("cases.read"), reads="case", api="v1")
def case_told(act: Act, *, case: UUID) -> CaseTold:
    """One case: where it stands, what may follow, what was told, and what happened. The reading is recorded
    and shown to the person. Raises ``NotFound``."""
    found = cases.case(act, case=case)
    kind = found.kind
    codes = kind.type.open_to(found.status, found.happened, local_date(act.at))
    return CaseTold(
        id=found.id,
        reference=found.reference,
        service=kind.name,
        title=found.title or kind.title,
        organisation=found.organisation,
        team=found.team,
        assigned_to=found.assigned_to,
        person=found.person,
        status=found.status,
        status_name=kind.status(found.status),
        following=tuple(Following(code, kind.status(code)) for code in codes),
        version=found.version,
        priority=found.priority,
        opened_at=found.opened_at,
        due_date=found.due_date,
        next_date=found.next_date,
        paused_at=found.paused_at,
        closed_at=found.closed_at,
        waits_for_answer=found.resident_wrote_at is not None,
        told=found.told,
        thread=tuple(_happening(entry) for entry in found.thread),
    )


def _happening(entry: Entry) -> Happening:
    return Happening(entry.at, entry.what, entry.more, entry.text, entry.writing == "note", entry.actor)
