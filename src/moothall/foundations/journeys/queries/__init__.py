"""Journeys, as far as the act may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.rules.state import Remembered
from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion
from moothall.kernel.queries import people
from moothall.services import kinds, shelf
from moothall.services.guarding import HOLDERS

DAYS = 30
"""How long a journey waits to be continued."""


NOTHING = Remembered()
"""What is remembered of a journey that has not begun."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A journey under way, as a list shows it."""

    id: UUID
    service: str
    title: str
    updated_at: datetime
    until_at: datetime


@HOLDERS.each
def packs_of(act: Act, person: UUID) -> Iterable[UUID]:
    """The versions of services that somebody is or was on a journey through."""
    rows = Journey.objects.filter(person_id=person, ended_at=None).exclude(sealed=None)
    return rows.values_list("pack_id", flat=True).distinct()


@query(allow=allow.anyone)
def trip(act: Act, *, journey: UUID) -> Trip | None:
    """The journey, if it is the act's to see, was not given up and has not been forgotten."""
    row = Journey.objects.filter(pk=journey, ended_at=None).exclude(sealed=None).first()
    return opened(act, row) if row is not None else None


def opened(act: Act, row: Journey) -> Trip | None:
    """The journey of a row that was just read, with its pack and what it remembers."""
    found = shelf.published(act, id=row.pack_id)
    if found is None:
        return None
    return Trip(
        id=row.id,
        published=found,
        remembered=Remembered.from_plain(vault.unseal(row.person_id, row.sealed)),
        at=row.sent_at or act.at,
        language=act.language,
        person=row.person_id,
        sent_at=row.sent_at,
        matter=row.matter_id,
    )


@query(allow=allow.somebody)
def begun(act: Act, *, service: str | None = None, limit: int = 20) -> list[Begun]:
    """What the act's subject has begun and not sent, newest first."""
    if act.subject is None:
        return []
    rows = Journey.objects.filter(person_id=act.subject, sent_at=None, ended_at=None)
    if service is not None:
        rows = rows.filter(service=service)
    return [_shown(act, row) for row in rows.order_by("-updated_at")[:limit]]


@query(allow=allow.anyone)
def offers(act: Act, *, service: str) -> list[shelf.Published]:
    """The live versions of a service, one for each organisation that offers it, by its name."""
    rows = PackVersion.objects.filter(name=service, retired_at=None).select_related("organisation")
    return [shelf.put(row) for row in rows.order_by("organisation__name")]


@query(allow=allow.anyone)
def known_answers(act: Act, *, published: shelf.Published) -> dict[str, Any]:
    """What the act's subject told before that answers steps of this pack: answers by step."""
    shown = people.person(act, id=act.subject) if act.subject is not None else None
    told = (shown.personal if shown else None) or {}
    found = {}
    for fact, step in published.pack.prefill.items():
        spec = published.pack.step(step)
        found[step] = kinds.kind_of(spec).remembered(told, fact) if spec is not None else None
    return {step: answer for step, answer in found.items() if answer is not None}


@query(allow=allow.system)
def left_behind(act: Act, *, limit: int = 200) -> list[UUID]:
    """Journeys that nobody has touched for 30 days."""
    rows = Journey.objects.filter(sent_at=None, ended_at=None, updated_at__lt=act.at - timedelta(days=DAYS))
    return list(rows.order_by("updated_at").values_list("id", flat=True)[:limit])


def _shown(act: Act, row: Journey) -> Begun:
    found = shelf.published(act, id=row.pack_id)
    title = found.words(act.language)("service.title") if found else row.service
    return Begun(row.id, row.service, title, row.updated_at, row.updated_at + timedelta(days=DAYS))
