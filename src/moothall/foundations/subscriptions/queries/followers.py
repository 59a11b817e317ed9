"""Who follows what happens, for Moothall itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from moothall.foundations.subscriptions.models import Subscription
from moothall.kernel.events import MatterPublished
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
    """Who is to be told of what, inside an operation of Moothall itself: whoever follows the matter and, when
    everybody is first let see it, its kind. Nobody of what they did, nor of what only the organisation
    sees."""
    rows = Matter.objects.filter(pk__in={one.matter for one in happenings}, person=None)
    matters = {row.pk: row for row in rows}
    live = Subscription.objects.filter(ended_at=None).exclude(confirmed_at=None)
    of_matter = list(live.filter(matter_id__in=list(matters)))
    of_kind = list(live.filter(_kinds(matters.values()), matter=None)) if matters else []
    for one in happenings:
        if matter := matters.get(one.matter):
            yield from _following(one, of_matter)
            if _is_new(one, matter):
                yield from _following_kind(one, matter, of_kind)


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


def _is_new(one: Happening, matter: Matter) -> bool:
    """Whether it says that everybody was let see the matter for the first time."""
    return one.name == MatterPublished.event_name() and one.at == matter.published_at


def _following_kind(
    one: Happening, matter: Matter, subscriptions: Iterable[Subscription]
) -> Iterable[tuple[Happening, Subscription]]:
    for row in subscriptions:
        is_of_it = (row.kind, row.at_id) == (matter.kind, matter.organisation_id)
        if is_of_it and _may_be_told(row, one):
            yield one, row


def read_actors(moments: Sequence[tuple[datetime, UUID]]) -> dict[UUID, UUID]:
    """Who acted in each of the acts (with their moments), inside an operation of Moothall itself: what is
    public does not say so."""
    rows = AuditEntry.objects.filter(
        at__in=[at for at, _act in moments], act_id__in=[id for _at, id in moments]
    )
    found = rows.values_list("act_id", "actor_id")
    return {id: actor for id, actor in found if actor is not None}


def _may_be_told(row: Subscription, one: Happening) -> bool:
    """Not of what they did, nor what only the organisation sees, nor what was before they followed it: the
    reader may be behind."""
    if row.confirmed_at is None or one.at < row.confirmed_at:
        return False
    return row.person_id != one.actor and (row.organisation_id is not None or not one.is_internal)
