"""What the busiest pages read, as statements and the records they fill."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Row:
    """A case with the names of what it points to; ``personal`` and ``detail`` are encrypted.
    ``title`` is what its matter is called, or the one that belongs to."""

    id: UUID
    reference: str
    pack: UUID | None
    type: str
    title: str
    organisation: UUID
    organisation_name: str
    team: UUID | None
    team_name: str
    person: UUID | None
    personal: bytes | None
    status: str
    status_at: datetime
    opened_at: datetime
    due_date: date
    priority: int
    paused_at: datetime | None
    closed_at: datetime | None
    retention_date: date | None
    erased_at: datetime | None
    is_restricted: bool
    assigned_to: UUID | None
    resident_wrote_at: datetime | None
    version: int
    detail: bytes | None
    contact: bytes | None


ROW = """
SELECT c.matter_id, c.reference, c.pack_id, c.type, coalesce(nullif(m.title, ''), up.title, ''),
       c.organisation_id, o.name, c.team_id, coalesce(t.name, ''), c.person_id, p.personal, c.status,
       c.status_at, c.opened_at, c.due_date, c.priority, c.paused_at, c.closed_at, c.retention_date,
       c.erased_at, c.is_restricted, c.assigned_to_id, c.resident_wrote_at,
       c.version, a.encrypted, k.encrypted
  FROM cases_case AS c JOIN kernel_matter AS m ON m.id = c.matter_id
  JOIN kernel_organisation AS o ON o.id = c.organisation_id
  LEFT JOIN kernel_person AS p ON p.id = c.person_id
  LEFT JOIN kernel_contact AS k ON k.person_id = c.person_id
  LEFT JOIN kernel_matter AS up ON up.id = m.parent_id
  LEFT JOIN kernel_team AS t ON t.id = c.team_id LEFT JOIN cases_answers AS a ON a.case_id = c.matter_id
 WHERE c.matter_id = %s
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A message or, without a ``side``, a note; ``encrypted`` is its text, encrypted."""

    id: UUID
    side: str | None
    written_at: datetime
    encrypted: bytes


MESSAGES = """
SELECT id, side, written_at, encrypted FROM cases_casemessage WHERE case_id = %s ORDER BY written_at LIMIT 200
"""
WRITTEN = """
WITH one AS (SELECT %s::uuid AS id)
(SELECT m.id, side, written_at, encrypted FROM cases_casemessage AS m JOIN one ON one.id = case_id
  ORDER BY written_at LIMIT 200)
UNION ALL
(SELECT n.id, NULL, written_at, encrypted FROM cases_note AS n JOIN one ON one.id = case_id
  ORDER BY written_at LIMIT 200)
"""
SHARINGS = """
SELECT g.id, o.name, coalesce(nullif(g.reason, ''), array_to_string(g.purposes, ', ')), g.basis, g.until_at
  FROM kernel_grant AS g JOIN kernel_organisation AS o ON o.id = g.organisation_id
 WHERE g.matter_id = %s AND g.revoked_at IS NULL ORDER BY g.since_at
"""
EVENTS = """
SELECT at, id, name, matter_id, person_id, organisation_id, actor_id, actor_role, payload,
       schema_version
  FROM kernel_event WHERE matter_id = %s AND at >= %s ORDER BY at DESC, id DESC LIMIT %s
"""
FOUND = """
SELECT c.matter_id, c.reference, c.type, c.pack_id, c.organisation_id, c.team_id, c.status, c.opened_at,
       c.due_date, c.priority, c.turn, c.paused_at, c.closed_at, c.assigned_to_id, c.resident_wrote_at
  FROM moothall.find_cases(%s::bigint[], %s, %s) AS found JOIN cases_case AS c USING (matter_id)
 ORDER BY c.opened_at DESC, c.matter_id DESC LIMIT %s
"""


class Counts(NamedTuple):
    """How many cases are in each view of a queue."""

    open: int
    overdue: int
    waiting: int
    mine: int


COUNTS = """
SELECT (SELECT count(*) FROM (SELECT FROM cases_case WHERE organisation_id = %(ours)s
           AND closed_at IS NULL LIMIT %(most)s) AS c),
       (SELECT count(*) FROM (SELECT FROM cases_case WHERE organisation_id = %(ours)s
           AND closed_at IS NULL AND due_date < %(today)s AND paused_at IS NULL LIMIT %(most)s) AS c),
       (SELECT count(*) FROM (SELECT FROM cases_case WHERE organisation_id = %(ours)s
           AND resident_wrote_at IS NOT NULL LIMIT %(most)s) AS c),
       (SELECT count(*) FROM (SELECT FROM cases_case WHERE organisation_id = %(ours)s
           AND closed_at IS NULL AND assigned_to_id = %(me)s LIMIT %(most)s) AS c)
"""
COUNTS_OF_TEAM = COUNTS.replace(
    "organisation_id = %(ours)s", "organisation_id = %(ours)s AND team_id = %(team)s", 3
)
"""The actor's own are counted whatever team they are of."""
LOOKS = """
SELECT a.id, a.at, coalesce(o.name, ''), coalesce(r.team, ''), coalesce(r.roles, '{}'), a.purpose,
       a.matter_id, coalesce(c.reference, ''), coalesce(p.title, ''), g.encrypted
  FROM (SELECT * FROM kernel_auditentry
         WHERE subject_id = %(subject)s AND is_reading
           AND (%(case)s::uuid IS NULL OR matter_id = %(case)s)
           AND (%(before)s::uuid IS NULL OR id < %(before)s)
         ORDER BY at DESC, id DESC LIMIT %(most)s) AS a
  LEFT JOIN kernel_organisation AS o ON o.id = a.organisation_id
  LEFT JOIN cases_case AS c ON c.matter_id = a.matter_id
  LEFT JOIN LATERAL moothall.readers_of(ARRAY[a.id]) AS r ON true
  LEFT JOIN LATERAL moothall.programs_of(ARRAY[a.id]) AS p ON a.program_id IS NOT NULL
  LEFT JOIN LATERAL (SELECT encrypted FROM kernel_reason
     WHERE a.purpose = 'reason' AND matter_id = a.matter_id AND reader_id = a.actor_id AND since_at <= a.at
       AND until_at > a.at ORDER BY since_at DESC LIMIT 1) AS g ON true
 ORDER BY a.at DESC, a.id DESC
"""
