"""Who follows what happens, for Moothall itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from moothall.foundations.subscriptions.models import Notice, Subscription
from moothall.kernel.models import AuditEntry, Matter


@dataclass(frozen=True, slots=True)
class Happening:
    """One event on a matter: its id, when, its name; who did it, and whether only an organisation sees it."""

    event: UUID
    at: datetime
    name: str
    matter: UUID
    actor: UUID | None
    is_internal: bool


def read_followers(happenings: Sequence[Happening]) -> Iterable[tuple[Happening, Subscription]]:
    """Who is to be told of what, inside an operation of Moothall itself: whoever follows the matter and,
    once of each new one, its kind. Nobody of what they did, nor of what only the organisation sees."""
    rows = Matter.objects.filter(pk__in={one.matter for one in happenings}, person=None)
    matters = {row.pk: row for row in rows}
    live = Subscription.objects.filter(ended_at=None).exclude(confirmed_at=None)
    of_matter = list(live.filter(matter_id__in=list(matters)))
    of_kind = list(live.filter(_kinds(matters.values()), matter=None)) if matters else []
    told = _told_already(of_kind, matters)
    for one in happenings:
        if matter := matters.get(one.matter):
            yield from _following(one, of_matter)
            yield from _new_of_kind(one, matter, of_kind, told)


def _kinds(matters: Iterable[Matter]) -> Q:
    """Subscriptions to the kinds of ``matters``, each at its organisation."""
    found = Q()
    for kind, organisation in {(row.kind, row.organisation_id) for row in matters}:
        found |= Q(kind=kind, at_id=organisation)
    return found


def _following(
    one: Happening, subscriptions: Iterable[Subscription]
) -> Iterable[tuple[Happening, Subscription]]:
    for row in subscriptions:
        if row.matter_id == one.matter and _may_be_told(row, one):
            yield one, row


def _new_of_kind(
    one: Happening, matter: Matter, subscriptions: Iterable[Subscription], told: set[tuple[UUID, UUID]]
) -> Iterable[tuple[Happening, Subscription]]:
    """Who follows the kind of a matter that came since, and was not told of it yet; ``told`` grows."""
    for row in subscriptions:
        is_of_it = (row.kind, row.at_id) == (matter.kind, matter.organisation_id)
        is_new = row.since_at < matter.opened_at and (row.pk, matter.pk) not in told
        if is_of_it and is_new and not one.is_internal and _may_be_told(row, one):
            told.add((row.pk, matter.pk))
            yield one, row


def read_actors(moments: Sequence[tuple[datetime, UUID]]) -> dict[UUID, UUID]:
    """Who acted in each of the acts (with their moments), inside an operation of Moothall itself: what is
    public does not say so."""
    rows = AuditEntry.objects.filter(
        at__in=[at for at, _act in moments], act_id__in=[id for _at, id in moments]
    )
    found = rows.values_list("act_id", "actor_id")
    return {id: actor for id, actor in found if actor is not None}


def _told_already(kinds: Sequence[Subscription], matters: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    if not kinds:
        return set()
    rows = Notice.objects.filter(subscription__in=kinds, matter_id__in=list(matters))
    return set(rows.values_list("subscription_id", "matter_id"))


def _may_be_told(row: Subscription, one: Happening) -> bool:
    """Not of what they did, nor what only the organisation sees, nor what was before they followed it: the
    reader may be behind."""
    if row.confirmed_at is None or one.at < row.confirmed_at:
        return False
    return row.person_id != one.actor and (row.organisation_id is not None or not one.is_internal)
