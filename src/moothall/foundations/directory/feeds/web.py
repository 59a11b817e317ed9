"""Fetches an Open Referral feed from its address, page by page."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from moothall.foundations.directory.feeds.refusals import EndsEarly, NotAFeed
from moothall.foundations.directory.feeds.streaming import services_of

Raw = Mapping[str, Any]

SECONDS = 30
LARGEST = 64 * 1024 * 1024
PER_PAGE = 100
MOST_PAGES = 10_000
TRIES = 3
NESTED = ("service_at_locations", "schedules", "cost_options", "contacts", "attributes", "service_areas")
"""Fields that lists leave out and single services have."""


def is_address(text: str) -> bool:
    """Whether ``text`` is a web address rather than a file."""
    return urlsplit(text).scheme in {"http", "https"}


def services_at(address: str) -> Iterator[Raw]:
    """Each service of the feed at ``address`` (its base, or its ``/services``), fully nested.

    Lists carry little of a service, so each is asked for by its id as well. Raises ``NotAFeed`` or
    ``EndsEarly``.
    """
    base = _base(address)
    first = fetch(_page(base, 1))
    if isinstance(first, list):
        for raw in first:
            yield from services_of(raw)
        return
    if not isinstance(first, Mapping) or not isinstance(_contents(first), list):
        raise NotAFeed("The address does not answer with a list of services. Give the feed's base address.")
    yield from _from_pages(base, first)


def _from_pages(base: str, page: Raw) -> Iterator[Raw]:
    number, met = 1, ""
    while True:
        items = _contents(page) or []
        marker = json.dumps(items[:1], sort_keys=True)
        if not items or marker == met:
            return
        for item in items:
            yield from services_of(_whole(base, item))
        total = _total(page)
        if page.get("last_page") is True and number >= (total or number):
            return
        number, met = number + 1, marker
        if number > min(total or MOST_PAGES, MOST_PAGES):
            return
        page = _next_page(base, number)


def _total(page: Raw) -> int | None:
    """How many pages the feed says there are, if it says a number."""
    said = str(page.get("total_pages"))
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else None


def _next_page(base: str, number: int) -> Raw:
    try:
        page = fetch(_page(base, number))
    except NotAFeed as broken:
        raise EndsEarly(f"Page {number} could not be fetched. {broken}") from broken
    if not isinstance(page, Mapping):
        raise EndsEarly(f"Page {number} is not a page of services.")
    return page


def _whole(base: str, item: Any) -> Any:
    """The service in full: as it stands in the list, or asked for by its id."""
    if not isinstance(item, Mapping) or any(key in item for key in NESTED) or not item.get("id"):
        return item
    try:
        found = fetch(f"{base}/{quote(str(item['id']), safe='')}")
    except NotAFeed:
        return item
    return found if isinstance(found, Mapping) and found.get("id") == item["id"] else item


def fetch(address: str) -> Any:
    """The JSON at ``address``; tried again when the server is busy. Raises ``NotAFeed`` in words."""
    if not is_address(address):
        raise NotAFeed(f"{address} is not a web address.")
    request = Request(address, headers={"Accept": "application/json", "User-Agent": "Moothall import"})  # noqa: S310
    for attempt in range(TRIES):
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                body = answer.read(LARGEST + 1)
            break
        except HTTPError as refused:
            if refused.code not in {429, 502, 503, 504} or attempt == TRIES - 1:
                raise NotAFeed(f"{address} answers with {refused.code}.") from refused
            time.sleep(2**attempt)
        except (URLError, OSError, HTTPException) as lost:
            raise NotAFeed(f"{address} cannot be reached.") from lost
    if len(body) > LARGEST:
        raise NotAFeed(f"{address} sends more than 64 MB at once; download it and import the file.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as broken:
        raise NotAFeed(f"{address} does not answer with JSON that can be read.") from broken


def _contents(page: Raw) -> Any:
    return page.get("contents", page.get("content"))


def _base(address: str) -> str:
    """The address of the list of services, without query."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    if not path.endswith("/services"):
        path += "/services"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _page(base: str, number: int) -> str:
    return f"{base}?{urlencode({'page': number, 'per_page': PER_PAGE})}"
