"""What somebody is told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from moothall.foundations.subscriptions import rules
from moothall.foundations.subscriptions.models import Notice
from moothall.kernel import allow, describing, navigation, paging
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.manifest import Known
from moothall.kernel.models import StoredEvent
from moothall.kernel.paging import Page

FOLLOWS = allow.somebody
MOST_UNREAD = 100
"""Unread notices that are counted; of more it is enough to know that there are more."""
UNREAD = f"""SELECT count(*)::int FROM
 (SELECT FROM subscriptions_notice WHERE person_id = %s AND read_at IS NULL LIMIT {MOST_UNREAD}) AS n"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """What somebody is told of, in words of what they may see now: what happened, to what, where."""

    id: UUID
    event: UUID
    what: str
    more: str
    title: str
    reference: str
    href: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class ToTell:
    """One or more notices for a person, to be written about; ``ending`` is the subscription that a link in
    the message ends."""

    person: UUID
    organisation: UUID | None
    notices: tuple[UUID, ...]
    ending: UUID


@query(allow=FOLLOWS)
def notices(act: Act, *, cursor: str = "", limit: int = 30) -> Page[NoticeShown]:
    """What the actor was told of, newest first, as far as they may see it now, a page at a time."""
    rows = Notice.objects.filter(person_id=act.actor).select_related("matter")
    return paging.page(rows, lambda some: shown(act, some), by=("-at", "-id"), cursor=cursor, limit=limit)


@query(allow=FOLLOWS)
def unread(act: Act) -> int:
    """How many notices the actor has not read, up to a hundred."""
    return fetch(int, UNREAD, act.actor)[0]


@query(allow=FOLLOWS)
def to_write(act: Act, *, notices: list[UUID]) -> tuple[NoticeShown, ...]:
    """Those of ``notices`` that the actor may see now, oldest first."""
    rows = Notice.objects.filter(pk__in=notices).select_related("matter").order_by("at", "id")
    return tuple(shown(act, rows))


@query(allow=allow.system)
def waiting(act: Act, *, notice: UUID | None = None, person: UUID | None = None) -> ToTell | None:
    """What is to be written about now: one notice, or all of somebody's that wait for their day; nothing once
    they were written to, or follow it no longer."""
    rows = Notice.objects.filter(sent_at=None, subscription__ended_at=None)
    rows = rows.filter(pk=notice) if notice else rows.filter(Q(person_id=person), subscription__pace="daily")
    found = list(rows.order_by("at", "id")[: 4 * rules.MOST_IN_DIGEST])
    if not found:
        return None
    first = found[0]
    alike = tuple(row.id for row in found if row.organisation_id == first.organisation_id)
    return ToTell(first.person_id, first.organisation_id, alike, first.subscription_id)


def shown(act: Act, rows: Iterable[Notice]) -> Iterable[NoticeShown]:
    """Notices in words, as far as the act may see what happened."""
    rows = list(rows)
    keys = Q(at__in={row.event_at for row in rows}, id__in={row.event_id for row in rows})
    events = {one.id: one for one in StoredEvent.objects.filter(keys)} if rows else {}
    for row in rows:
        stored = events.get(row.event_id)
        told = describing.describe(act, stored) if stored else None
        if told is not None:
            yield NoticeShown(
                row.id, row.event_id, told.what, told.more, row.matter.title or row.matter.reference,
                row.matter.reference, navigation.page(Known.THREAD, row.matter.reference), row.at,
                row.read_at is not None,
            )  # fmt: skip
