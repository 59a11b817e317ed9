"""What somebody follows, and what they were told of, by what it is called."""

from collections.abc import Iterable
from uuid import UUID

from moothall.foundations.subscriptions.models import Notice, Subscription
from moothall.foundations.subscriptions.queries import followed_as, shown
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item


@EXPORTS.under("subscriptions_subscription")
def subscriptions(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Each thing they follow or followed, and how they are told."""
    rows = Subscription.objects.filter(person_id=person).select_related("matter", "at")
    for row in rows.order_by("-since_at", "-pk")[:limit]:
        one = followed_as(row)
        content = {"what": one.title, "way": row.get_way_display(), "pace": row.get_pace_display()}
        yield Item(row.since_at, content | ({"ended": row.ended_at} if row.ended_at else {}))


@EXPORTS.under("subscriptions_notice")
def notices(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Each thing they were told of, as far as they may still see it."""
    rows = Notice.objects.filter(person_id=person).select_related("matter").order_by("-at", "-pk")[:limit]
    for one in shown(act, rows):
        yield Item(one.at, {"what": one.what, "about": one.title}, reference=one.reference)
