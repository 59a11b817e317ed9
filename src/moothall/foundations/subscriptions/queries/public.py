"""What everybody may read of what happens, for feeds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, describing, navigation
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.manifest import Known
from moothall.kernel.models import Matter, Organisation, StoredEvent
from moothall.kernel.queries import matters
from moothall.kernel.refusal import NotFound

MOST_IN_FEED = 50


@dataclass(frozen=True, slots=True)
class InPublic:
    """Something that everybody may read: what happened, more of it, where it is seen, and when."""

    id: UUID
    what: str
    more: str
    href: str
    at: datetime


@query(allow=allow.anyone)
def public_events(act: Act, *, reference: str) -> tuple[str, tuple[InPublic, ...]]:
    """What a public matter is called, and what happened to it in public, newest first. Raises
    ``NotFound``."""
    found = matters.matter_by_reference(act, reference=reference)
    rows = StoredEvent.objects.filter(matter_id=found.id, audience="public").order_by("-at", "-id")
    href = navigation.page(Known.THREAD, found.reference)
    told = ((row, describing.describe(act, row)) for row in rows[:MOST_IN_FEED])
    shown = tuple(InPublic(row.id, one.what, one.more, href, row.at) for row, one in told if one)
    return found.title or found.reference, (
        *shown,
        InPublic(found.id, _("Opened"), "", href, found.opened_at),
    )


@query(allow=allow.anyone)
def public_matters(act: Act, *, organisation: str, kind: str) -> tuple[str, tuple[InPublic, ...]]:
    """What a kind of public matters of an organisation is called, and the newest of them: by when
    they were shown, since some wait to be looked at. Raises ``NotFound``."""
    at = Organisation.objects.filter(slug=organisation).first()
    if at is None:
        raise NotFound(_("We could not find that."))
    rows = Matter.objects.filter(
        organisation=at,
        kind=kind,
        visibility=Matter.Visibility.PUBLIC,
        published_at__isnull=False,
        person=None,
    )
    shown = tuple(map(_new, rows.order_by("-published_at", "-id")[:MOST_IN_FEED]))
    return f"{kind.replace('-', ' ')}, {at.name}", shown


def _new(row: Matter) -> InPublic:
    """A matter in the feed of its kind, at the moment at which everybody was first let see it."""
    assert row.published_at is not None
    href = navigation.page(Known.THREAD, row.reference)
    return InPublic(row.pk, row.title or row.reference, "", href, row.published_at)
