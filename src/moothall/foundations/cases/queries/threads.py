"""One timeline: everything that happened in a matter, of every capability, in the words of its service."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from moothall.foundations.cases.events import CaseMessageWritten, NoteAdded, StatusChanged
from moothall.foundations.cases.queries.statements import EVENTS
from moothall.foundations.cases.queries.types import WordedType
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, describe
from moothall.kernel.fetching import fetch
from moothall.kernel.models import StoredEvent

MOST_FACTS = 300
WRITTEN = {CaseMessageWritten.event_name(): "message", NoteAdded.event_name(): "note"}


@dataclass(frozen=True, slots=True)
class Writing:
    """A message or note with its text; ``text`` is ``None`` when it can no longer be read. ``by`` names who
    wrote it for the person."""

    id: UUID
    kind: Literal["message", "note"]
    is_residents: bool
    at: datetime
    text: str | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: what, when, by whom (if anybody), with the text that was written then."""

    what: str
    at: datetime
    more: str = ""
    href: str = ""
    actor: UUID | None = None
    organisation: UUID | None = None
    is_staffs: bool = False
    text: str | None = None
    by: str = ""
    writing: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def facts_of(matter: UUID, *, since: datetime) -> list[StoredEvent]:
    """What happened in a matter, oldest first, as far as the act may see; the newest ones of very many.
    ``since`` spares the months before."""
    return fetch(_stored, EVENTS, matter, since, MOST_FACTS)[::-1]


def _stored(
    at: datetime, id: UUID, name: str, matter: UUID, person: UUID | None, organisation: UUID | None,
    actor: UUID | None, role: str, payload: str, schema_version: int,
) -> StoredEvent:  # fmt: skip
    return StoredEvent(
        at=at, id=id, name=name, matter_id=matter, person_id=person, organisation_id=organisation,
        actor_id=actor, actor_role=role, payload=json.loads(payload), schema_version=schema_version,
    )  # fmt: skip


def thread(
    act: Act, events: Sequence[StoredEvent], writings: Sequence[Writing], kind: WordedType
) -> tuple[Entry, ...]:
    """``events`` in words, with what was written beside the event that says so."""
    texts = {writing.id: writing for writing in writings}
    told = ((stored, describe(act, stored, kind.words)) for stored in events)
    is_persons = act.organisation is None
    return tuple(
        _entry(stored, describing, texts, kind, is_persons=is_persons)
        for stored, describing in told
        if describing is not None
    )


def _entry(
    stored: StoredEvent,
    describing: Description,
    texts: Mapping[UUID, Writing],
    kind: WordedType,
    *,
    is_persons: bool,
) -> Entry:
    written = WRITTEN.get(stored.name, "")
    writing = texts.get(UUID(stored.payload[written])) if written else None
    return Entry(
        what=_what(stored, describing, kind, is_persons=is_persons),
        at=stored.at,
        more=describing.more,
        href=describing.href,
        actor=stored.actor_id,
        organisation=stored.organisation_id,
        is_staffs=stored.actor_role not in {"resident", "public", "system"},
        text=writing.text if writing else None,
        by=writing.by if writing else "",
        writing=written,
        values=describing.values,
    )


def _what(stored: StoredEvent, describing: Description, kind: WordedType, *, is_persons: bool) -> str:
    """A status is told in the words of its own case type: to the person as it speaks to them, to who works
    the case by its name."""
    if stored.name == StatusChanged.event_name():
        status = stored.payload["status"]
        return kind.stages.told(status) if is_persons else kind.status(status)
    return describing.what
