"""What everybody in an organisation may know of its cases, whoseever work they are; and what an adviser
may."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.queries import types
from moothall.foundations.cases.queries.types import WordedType
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotFound


class Reach(NamedTuple):
    """What of the organisation's work is the act's: of which teams, services and matters; what is no team's;
    all of it; whether it advises at a desk."""

    teams: list[UUID] | None
    services: list[str] | None
    matters: list[UUID] | None
    has_common: bool
    is_all: bool
    advises: bool

    @property
    def team(self) -> UUID | None:
        """The one team whose work is the act's, if it is one."""
        return self.teams[0] if self.teams and len(set(self.teams)) == 1 else None

    def covers(self, *, case: UUID, team: UUID | None, type: str) -> bool:
        """Whether a case is the act's work."""
        of_team = self.has_common if team is None else team in (self.teams or ())
        named = type in (self.services or ()) or case in (self.matters or ())
        return self.is_all or of_team or named


class _Row(NamedTuple):
    id: UUID
    reference: str
    pack: UUID | None
    type: str
    organisation_name: str
    team: UUID | None
    team_name: str
    status: str
    paused_at: datetime | None
    closed_at: datetime | None
    version: int
    is_readable: bool
    is_work: bool


ROW = """
SELECT c.matter_id, c.reference, c.pack_id, c.type, o.name, c.team_id, coalesce(t.name, ''), c.status,
       c.paused_at, c.closed_at, c.version, m.id IS NOT NULL,
       moothall.works_on(c.matter_id)
  FROM cases_case AS c JOIN kernel_organisation AS o ON o.id = c.organisation_id
  LEFT JOIN kernel_matter AS m ON m.id = c.matter_id LEFT JOIN kernel_team AS t ON t.id = c.team_id
 WHERE c.matter_id = %s
"""


@dataclass(frozen=True, slots=True)
class Card:
    """That there is a case: its reference, service and status, and whose work it is; ``is_work`` says the
    reader's."""

    id: UUID
    reference: str
    kind: WordedType
    organisation_name: str
    team_name: str
    status: str
    paused_at: datetime | None
    closed_at: datetime | None
    version: int
    is_readable: bool
    is_work: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What an adviser needs to answer somebody who asks about their case: not what they told or were
    written."""

    person_id: UUID | None
    matter_id: UUID
    name: str
    personal: dict[str, Any]
    opened_at: datetime
    due_date: date


@query(allow=allow.staff("cases.read"))
def reach(act: Act) -> Reach:
    """Whose work is the act's in its organisation."""
    return fetch(Reach, "SELECT * FROM moothall.reach()")[0]


@query(allow=allow.staff("cases.read"))
def card(act: Act, *, case: UUID) -> Card:
    """That a case is there, and whether the act may read it. Raises ``NotFound``."""
    row = next(iter(fetch(_Row, ROW, case)), None)
    if row is None:
        raise NotFound("We could not find that case.")
    return Card(
        row.id, row.reference, types.kind(act, row.pack, row.type), row.organisation_name, row.team_name,
        row.status, row.paused_at, row.closed_at, row.version, row.is_readable, row.is_work,
    )  # fmt: skip


@query(allow=allow.staff("matters.advise"), reads=lambda found: [found] if found.person_id else [])
def advice(act: Act, *, case: UUID) -> Advice:
    """Whose a case of the organisation is (if anybody's), and by when it should be done. The reading
    is recorded. Raises ``NotFound``."""
    row = Case.objects.filter(pk=case, is_restricted=False, organisation_id=act.own_organisation).first()
    shown = people.person(act, id=row.person_id) if row and row.person_id else None
    if row is None or (shown is None and row.person_id is not None):
        raise NotFound("We could not find that case.")
    name, personal = (shown.name, shown.personal or {}) if shown else ("", {})
    return Advice(row.person_id, row.pk, name, personal, row.opened_at, row.due_date)
