"""What people who follow something are written; the panel of a matter's page; and the bell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.foundations.subscriptions import queries, rules
from moothall.foundations.subscriptions.queries import Following, NoticeShown, ToTell, links
from moothall.kernel import describing
from moothall.kernel.act import Act
from moothall.kernel.describing import MessageText
from moothall.kernel.models import Matter
from moothall.kernel.navigation import BELLS, Bell
from moothall.kernel.threads import PANELS, Panel


@dataclass(frozen=True, slots=True)
class FollowPanel:
    """What the page of a matter says about following it."""

    matter: UUID
    reference: str
    following: Following | None
    has_feed: bool


def asking(subscription: UUID, title: str) -> MessageText:
    """Whether somebody wants to follow what their address was given for."""
    link = links.to(links.CONFIRM, subscription)
    return describing.worded("subscriptions.confirm", organisation=None, title=title, link=link)


def one(notice: NoticeShown, waiting: ToTell) -> MessageText:
    """What one message about one thing says."""
    return describing.worded(
        "subscriptions.notice",
        organisation=waiting.organisation,
        title=notice.title,
        reference=notice.reference,
        what=_sentence(notice),
        page=settings.BASE_URL + notice.href,
        link=links.to(links.END, waiting.ending),
    )


def several(found: Sequence[NoticeShown], waiting: ToTell) -> MessageText:
    """What one message about several things says."""
    some, left = rules.shortened(found)
    more = [ngettext("And %(count)s more.", "And %(count)s more.", left) % {"count": left}] if left else []
    return describing.worded(
        "subscriptions.digest",
        organisation=waiting.organisation,
        list="\n\n".join([*map(_lines, some), *more]),
        link=links.to(links.END, waiting.ending),
        following=settings.BASE_URL + reverse("subscriptions:following"),
    )


@PANELS.each
def panel(act: Act, matter: Matter, asked: Mapping[str, str]) -> Panel | None:
    """How to follow a matter, or how one follows it."""
    found = queries.subscription_to(act, matter=matter.pk)
    is_public = matter.visibility == Matter.Visibility.PUBLIC
    shown = FollowPanel(matter.pk, matter.reference, found, has_feed=is_public)
    return Panel("subscriptions/_panel.html", shown)


@BELLS.each
def bell(act: Act) -> Bell | None:
    """How many notices wait for somebody who is signed in."""
    if not queries.FOLLOWS.allows(act):
        return None
    return Bell(_("Notices"), reverse("subscriptions:notices"), queries.unread(act))


def _sentence(notice: NoticeShown) -> str:
    return f"{notice.what} – {notice.more}" if notice.more else notice.what


def _lines(notice: NoticeShown) -> str:
    return f"{notice.title} ({notice.reference})\n{_sentence(notice)}\n{settings.BASE_URL}{notice.href}"
