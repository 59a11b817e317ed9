"""What an act leaves behind besides its rows: audit entries and events, written together at its end."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection

from moothall.kernel import audit, clock, genuine, outbox
from moothall.kernel.act import Act
from moothall.kernel.audit import Batch
from moothall.kernel.event import Event
from moothall.kernel.models import StoredEvent

Row = Mapping[str, Any]
"""The columns of a new row, by name."""

ADD_ENTRIES = """INSERT INTO kernel_auditentry
 SELECT * FROM jsonb_populate_recordset(NULL::kernel_auditentry, %s)"""
COLUMNS = ", ".join((*genuine.CONTENT, "schema_version", "salt", "leaf", "signature"))
ADD_BOTH = f"""WITH entries AS ({ADD_ENTRIES})
 INSERT INTO kernel_event ({COLUMNS}, xid)
 SELECT {COLUMNS}, moothall.xid() FROM jsonb_populate_recordset(NULL::kernel_event, %s)"""  # noqa: S608 (constants)
"""However many rows there are, the statement is the same: it is planned once a connection."""

SERVICE = "service"
UNNAMED = {"person_id": None, "actor_id": None}
"""What is public names nobody."""
NOBODY = {**UNNAMED, "act_id": UUID(int=0), "matter_id": None}
"""What is only to be counted is not to be joined to anything either."""


class Journal:
    """The entries and events of one transaction. What a failed attempt entered is struck out again."""

    def __init__(self) -> None:
        self.entries: list[Row] = []
        self.events: list[Row] = []
        self.depth = 0
        self.asked = ""
        self.batch: Batch | None = None

    @property
    def is_nested(self) -> bool:
        """Whether an operation inside another one is under way."""
        return self.depth > 0

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A part of the act that may fail by itself."""
        entries, events = len(self.entries), len(self.events)
        self.depth += 1
        try:
            yield
        except BaseException:
            del self.entries[entries:], self.events[events:]
            raise
        finally:
            self.depth -= 1

    def enter(self, act: Act, operation: str) -> None:
        """Record that ``operation`` was carried out, and what of a batch it took in."""
        batch, self.batch = self.batch, None
        self.entries.append(
            _entry(act, operation, subject=act.subject, matter=act.matter, is_reading=False, batch=batch)
        )

    def enter_reading(self, act: Act, name: str, *, matter: UUID) -> None:
        """Record that staff read ``matter``, once an act; nothing if they may not see it."""
        if any(entry["is_reading"] and entry["matter_id"] == matter for entry in self.entries):
            return
        whose, why = _whose_and_why(matter)
        if whose:
            self.entries.append(
                _entry(_because(act, why), name, subject=whose, matter=matter, is_reading=True)
            )

    def enter_readings(self, act: Act, name: str, rows: Iterable[Any]) -> None:
        """Record that staff read ``rows``, each about a person and perhaps in a matter, once an act."""
        known = {(entry["subject_id"], entry["matter_id"]) for entry in self.entries if entry["is_reading"]}
        read = {(row.person_id, row.matter_id) for row in rows} - known
        why = _why({matter for _, matter in read if matter})
        for subject, matter in read:
            because = _because(act, why.get(matter))
            self.entries.append(_entry(because, name, subject=subject, matter=matter, is_reading=True))

    def enter_opened(self, act: Act, people: set[UUID]) -> None:
        """Record that staff read what belongs to ``people``, for those of whom no reading is recorded that
        says more. Colleagues see each other's names all day: they are left out."""
        known = {entry["subject_id"] for entry in self.entries if entry["is_reading"]} | {act.person}
        unknown = people - known
        for subject in unknown - _colleagues(act, unknown) if unknown else ():
            self.entries.append(_entry(act, self.asked, subject=subject, matter=None, is_reading=True))

    def publish(self, event: Event, act: Act, **about: UUID | None) -> None:
        """Note that ``event`` happened under ``act``."""
        self.events.append(_stored(event, act, about))

    def write(self) -> None:
        """Write all of it, and have the events delivered once the transaction is committed."""
        if self.events:
            _execute(ADD_BOTH, self.entries, self.events)
            outbox.post(StoredEvent(**stored) for stored in self.events)
        elif self.entries:
            _execute(ADD_ENTRIES, self.entries)


def _execute(statement: str, *rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(list(some), default=_plain) for some in rows])


def _plain(value: object) -> str:
    """``value`` as PostgreSQL reads it from JSON."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _colleagues(act: Act, people: set[UUID]) -> set[UUID]:
    """Those of ``people`` who work or worked in the act's organisation."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM kernel_membership WHERE organisation_id = %s AND person_id = ANY (%s)",
            (act.organisation, list(people)),
        )
        return {person for (person,) in cursor.fetchall()}


def _whose_and_why(matter: UUID) -> tuple[UUID | None, str | None]:
    """Whom a matter is about, if the act may see it, and why staff of its organisation do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, moothall.why_read(id) FROM kernel_matter WHERE id = %s", (matter,))
        found: tuple[UUID | None, str | None] | None = cursor.fetchone()
        return found or (None, None)


def _why(matters: Iterable[UUID]) -> dict[UUID | None, str | None]:
    """Why the act's staff read each of ``matters``."""
    if not matters:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, moothall.why_read(id) FROM unnest(%s::uuid[]) AS id", (list(matters),))
        return dict(cursor.fetchall())


def _because(act: Act, why: str | None) -> Act:
    """The act with the true purpose of a reading, where the act itself says no other than its service."""
    return replace(act, purpose=why) if why and act.purpose == SERVICE else act


def _entry(
    act: Act, operation: str, *, subject: UUID | None, matter: UUID | None, is_reading: bool,
    batch: Batch | None = None,
) -> Row:  # fmt: skip
    content = {
        "id": clock.uuid7(act.at),
        "at": act.at,
        "act_id": act.id,
        "operation": operation,
        "is_reading": is_reading,
        "actor_id": act.person,
        "actor_role": act.role.value,
        "organisation_id": act.organisation,
        "program_id": act.program,
        "subject_id": subject,
        "matter_id": matter,
        "purpose": act.purpose,
        "door": act.door.value,
    }
    if batch is None:
        return _provable(content, audit.salt())
    return _provable({**content, "rows": batch.count, "root": batch.root}, batch.salt)


def _stored(event: Event, act: Act, about: Mapping[str, UUID | None]) -> Row:
    moment = act.at.replace(minute=0, second=0, microsecond=0) if event.names_nobody else act.at
    content = {
        "id": clock.uuid7(moment),
        "at": moment,
        "name": event.event_name(),
        "act_id": act.id,
        "matter_id": about.get("matter", act.matter),
        "person_id": about.get("person", act.subject),
        "organisation_id": about.get("organisation", act.organisation),
        "actor_id": act.person,
        "actor_role": act.role.value,
        "door": act.door.value,
        "audience": event.audience,
        "payload": event.payload(),
    }
    left_out = NOBODY if event.names_nobody else UNNAMED if event.audience == "public" else {}
    row = _provable(content | left_out, audit.salt())
    signed = genuine.signature(row["leaf"], event.schema_version)
    return {**row, "schema_version": event.schema_version, "signature": signed}


def _provable(content: Row, salt: bytes) -> Row:
    return {**content, "salt": salt, "leaf": audit.leaf(content, salt=salt)}
