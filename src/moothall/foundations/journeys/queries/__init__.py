"""Journeys, as far as the act may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from moothall.foundations.journeys.blocks import prefill_of
from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.queries import reading
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.rules.progress import Progress
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion
from moothall.kernel.queries import people
from moothall.services import pack_cache
from moothall.services.guarding import HOLDERS
from moothall.services.steps import Answer, Asks

DAYS = 30
"""How long a journey waits to be continued."""


NOTHING = Progress()
"""The progress of a journey that has not begun."""


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
    rows = Journey.objects.filter(person_id=person, ended_at=None).exclude(encrypted=None)
    return rows.values_list("pack_id", flat=True).distinct()


@query(allow=allow.anyone)
def state(act: Act, *, journey: UUID) -> JourneyState | None:
    """The journey, if it is the act's to see, was not given up and has not been forgotten."""
    known = reading.remembered(journey)
    if known is not None:
        return known
    row = Journey.objects.filter(pk=journey, ended_at=None).exclude(encrypted=None).first()
    return reading.opened(act, row) if row is not None else None


@query(allow=allow.somebody)
def state_for_change(act: Act, *, journey: UUID) -> JourneyState | None:
    """The same, locked until the transaction ends: what is asked and changed in it afterwards finds it so."""
    return reading.locked(act, journey)


@query(allow=allow.somebody)
def begun(act: Act, *, service: str | None = None, limit: int = 20) -> tuple[Begun, ...]:
    """What the act's subject has begun and not sent, newest first."""
    if act.subject is None:
        return ()
    rows = Journey.objects.filter(person_id=act.subject, sent_at=None, ended_at=None)
    if service is not None:
        rows = rows.filter(service=service)
    return tuple(_shown(act, row) for row in rows.order_by("-updated_at")[:limit])


@query(allow=allow.anyone)
def offers(act: Act, *, service: str) -> tuple[pack_cache.PublishedPack, ...]:
    """The live versions of a service, one for each organisation that offers it, by its name."""
    rows = PackVersion.objects.filter(name=service, retired_at=None).select_related("organisation")
    return tuple(pack_cache.remember(row) for row in rows.order_by("organisation__name"))


@query(allow=allow.anyone)
def known_answers(act: Act, *, published: pack_cache.PublishedPack) -> dict[str, Answer]:
    """What the act's subject told before that answers steps of this pack: answers by step."""
    shown = people.person(act, id=act.subject) if act.subject is not None else None
    personal = (shown.personal if shown else None) or {}
    found: dict[str, Answer] = {}
    for attribute, name in prefill_of(published.pack).items():
        spec = published.pack.step(name)
        if spec is not None and isinstance(spec.step_type, Asks):
            found[name] = spec.step_type.prefilled(personal, attribute)
    return {name: answer for name, answer in found.items() if answer is not None}


@query(allow=allow.system)
def left_behind(act: Act, *, limit: int = 200) -> tuple[UUID, ...]:
    """Journeys that nobody has touched for 30 days."""
    rows = Journey.objects.filter(sent_at=None, ended_at=None, updated_at__lt=act.at - timedelta(days=DAYS))
    return tuple(rows.order_by("updated_at").values_list("id", flat=True)[:limit])


def _shown(act: Act, row: Journey) -> Begun:
    found = pack_cache.published(act, id=row.pack_id)
    title = found.words(act.language)("service.title") if found else row.service
    return Begun(row.id, row.service, title, row.updated_at, row.updated_at + timedelta(days=DAYS))
