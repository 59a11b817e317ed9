"""One timeline: everything that happened in a matter, of every capability, in the words of its service."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from moothall.foundations.cases.events import MessageWritten, NoteAdded, StatusChanged
from moothall.foundations.cases.queries.statements import FACTS
from moothall.foundations.cases.queries.types import Kind
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.models import Fact
from moothall.kernel.telling import Telling, tell

MOST_FACTS = 300
WRITTEN = {MessageWritten.event_name(): "message", NoteAdded.event_name(): "note"}


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


def facts_of(matter: UUID, *, since: datetime) -> list[Fact]:
    """What happened in a matter, oldest first, as far as the act may see; the newest ones of very many.
    ``since`` spares the months before."""
    return fetch(_fact, FACTS, matter, since, MOST_FACTS)[::-1]


def _fact(
    at: datetime, id: UUID, name: str, matter: UUID, person: UUID | None, organisation: UUID | None,
    actor: UUID | None, role: str, payload: str, schema_version: int,
) -> Fact:  # fmt: skip
    return Fact(
        at=at, id=id, name=name, matter_id=matter, person_id=person, organisation_id=organisation,
        actor_id=actor, actor_role=role, payload=json.loads(payload), schema_version=schema_version,
    )  # fmt: skip


def thread(act: Act, facts: Sequence[Fact], writings: Sequence[Writing], kind: Kind) -> tuple[Entry, ...]:
    """``facts`` in words, with what was written beside the fact that says so."""
    texts = {writing.id: writing for writing in writings}
    told = ((fact, tell(act, fact, kind.words)) for fact in facts)
    is_persons = act.organisation is None
    return tuple(
        _entry(fact, telling, texts, kind, is_persons=is_persons)
        for fact, telling in told
        if telling is not None
    )


def _entry(
    fact: Fact, telling: Telling, texts: Mapping[UUID, Writing], kind: Kind, *, is_persons: bool
) -> Entry:
    written = WRITTEN.get(fact.name, "")
    writing = texts.get(UUID(fact.payload[written])) if written else None
    return Entry(
        what=_what(fact, telling, kind, is_persons=is_persons),
        at=fact.at,
        more=telling.more,
        href=telling.href,
        actor=fact.actor_id,
        organisation=fact.organisation_id,
        is_staffs=fact.actor_role not in {"resident", "public", "system"},
        text=writing.text if writing else None,
        by=writing.by if writing else "",
        writing=written,
        values=telling.values,
    )


def _what(fact: Fact, telling: Telling, kind: Kind, *, is_persons: bool) -> str:
    """A status is told in the words of its own case type: to the person as it speaks to them, to who works
    the case by its name."""
    if fact.name == StatusChanged.event_name():
        status = fact.payload["status"]
        return kind.stages.told(status) if is_persons else kind.status(status)
    return telling.what
