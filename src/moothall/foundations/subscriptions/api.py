"""What happens in public, as feeds: Atom (RFC 4287) and JSON Feed 1.1, of one matter or of one kind."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from moothall.foundations.subscriptions import queries
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.doors.protocol import Answer, Protocol
from moothall.kernel.refusal import NotFound

SECONDS = 300
ATOM = Protocol(for_any_site=True, seconds=SECONDS, media_type="application/atom+xml; charset=utf-8")
JSON = Protocol(for_any_site=True, seconds=SECONDS, media_type="application/feed+json")
FORMATS = {"atom": ATOM, "json": JSON}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a feed: what happened, where it is seen, and when."""

    id: str
    title: str
    text: str
    href: str
    at: datetime


def _endpoint(answer: Any) -> Any:
    """``answer`` in the format that stands at the end of the address."""
    views = {name: protocol.endpoint(answer) for name, protocol in FORMATS.items()}

    def run(request: HttpRequest, *, format: str, **path: str) -> Any:
        if format not in views:
            raise NotFound(_("There is a feed in Atom (.atom) and one in JSON (.json)."))
        return views[format](request, format=format, **path)

    run.allow = views["atom"].allow  # type: ignore[attr-defined]
    run.most_octets = views["atom"].most_octets  # type: ignore[attr-defined]
    run.csrf_exempt = True  # type: ignore[attr-defined]
    return run


@_endpoint
def matter(act: Act, request: HttpRequest, *, reference: str, format: str) -> Answer:
    """What happened to one public matter, newest first."""
    title, found = queries.public_events(act, reference=reference)
    items = [Item(f"urn:uuid:{one.id}", one.what, one.more, one.href, one.at) for one in found]
    return _written(format, request, title, items)


@_endpoint
def kind(act: Act, request: HttpRequest, *, organisation: str, kind: str, format: str) -> Answer:
    """The newest public matters of a kind at an organisation."""
    title, found = queries.public_matters(act, organisation=organisation, kind=kind)
    items = [Item(f"urn:uuid:{one.id}", one.what, "", one.href, one.at) for one in found]
    return _written(format, request, title, items)


def _written(format: str, request: HttpRequest, title: str, items: Sequence[Item]) -> str:
    here = f"{settings.BASE_URL}{request.path}"
    whole = f"{title} – {places.place().name}"
    return _json(here, whole, items) if format == "json" else _atom(here, whole, items)


def _atom(here: str, title: str, items: Sequence[Item]) -> str:
    feed = Atom1Feed(title=title, link=settings.BASE_URL, description="", feed_url=here, feed_guid=here)
    for one in items:
        feed.add_item(
            title=one.title, link=settings.BASE_URL + one.href, description=one.text, unique_id=one.id,
            updateddate=one.at, pubdate=one.at,
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


def _json(here: str, title: str, items: Sequence[Item]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": settings.BASE_URL,
        "feed_url": here,
        "items": [
            {
                "id": one.id,
                "url": settings.BASE_URL + one.href,
                "title": one.title,
                "content_text": one.text or one.title,
                "date_published": one.at.isoformat(),
            }
            for one in items
        ],
    }
    return json.dumps(feed, ensure_ascii=False)
