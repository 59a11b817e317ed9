"""What somebody follows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.foundations.subscriptions.models import Subscription
from moothall.kernel import allow, navigation, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.manifest import Known
from moothall.kernel.models import Matter
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound

FOLLOWS = allow.somebody


@dataclass(frozen=True, slots=True)
class Following:
    """A subscription as its owner sees it: to what (its title and address, while they see it), since when,
    how they are told."""

    id: UUID
    title: str
    href: str
    of_kind: bool
    way: str
    pace: str
    since_at: datetime


@query(allow=FOLLOWS)
def following(act: Act, *, cursor: str = "", limit: int = 50) -> Page[Following]:
    """What the actor follows, newest first, a page at a time."""
    rows = Subscription.objects.filter(person_id=act.actor, ended_at=None).exclude(confirmed_at=None)
    rows = rows.filter(Q(organisation_id=act.organisation)).select_related("matter", "at")
    return paging.page(
        rows, lambda some: map(followed_as, some), by=("-since_at", "-id"), cursor=cursor, limit=limit
    )


@query(allow=allow.anyone)
def subscription_to(act: Act, *, matter: UUID) -> Following | None:
    """How the actor follows a matter, if they do."""
    if act.person is None:
        return None
    rows = Subscription.objects.filter(person_id=act.person, matter_id=matter, ended_at=None)
    found = rows.filter(Q(organisation_id=act.organisation)).select_related("matter", "at").first()
    return followed_as(found) if found else None


@query(allow=FOLLOWS)
def followed(act: Act, *, subscription: UUID) -> Following:
    """One thing that the actor follows. Raises ``NotFound``."""
    rows = Subscription.objects.filter(pk=subscription, person_id=act.actor, ended_at=None)
    row = rows.select_related("matter", "at").first()
    if row is None:
        raise NotFound(_("We could not find what you follow."))
    return followed_as(row)


@query(allow=allow.system)
def asked(act: Act, *, subscription: UUID) -> tuple[UUID, str] | None:
    """Of whom it is to be asked whether an address is theirs, and what they would follow; nobody once they
    have answered."""
    rows = Subscription.objects.filter(pk=subscription, confirmed_at=None, ended_at=None)
    row = rows.select_related("matter", "at").first()
    return (row.person_id, followed_as(_as_public(row)).title) if row else None


@query(allow=allow.system)
def by_link(act: Act, *, subscription: UUID) -> Following | None:
    """What whoever follows a link in their mail follows, or would."""
    row = Subscription.objects.filter(pk=subscription).select_related("matter", "at").first()
    return followed_as(_as_public(row)) if row else None


def _as_public(row: Subscription) -> Subscription:
    """The same for whoever has only a link: without its matter, if not everybody sees that any more."""
    matter = row.matter
    is_shown = matter is None or (
        matter.visibility == Matter.Visibility.PUBLIC and matter.published_at and matter.hidden_at is None
    )
    if not is_shown:
        row.matter = None
    return row


def followed_as(row: Subscription) -> Following:
    """A subscription (with its matter or organisation) as its owner sees it, inside another query."""
    if row.kind:
        words = _("Everything new of this kind at %(organisation)s: %(kind)s")
        title = words % {"organisation": row.at.name if row.at else "", "kind": row.kind.replace("-", " ")}
        return Following(row.id, title, "", True, row.way, row.pace, row.since_at)
    matter = row.matter
    title = (matter.title or matter.reference) if matter else _("Something that is no longer shown")
    href = navigation.page(Known.THREAD, matter.reference) if matter else ""
    return Following(row.id, title, href, False, row.way, row.pace, row.since_at)
