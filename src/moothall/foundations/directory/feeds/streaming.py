"""Streams the services of an Open Referral file, whatever envelope its publisher put them in."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from moothall.foundations.directory.feeds import flat, versions
from moothall.foundations.directory.feeds.refusals import EndsEarly, NotAFeed

Raw = Mapping[str, Any]

ENVELOPES = ("contents", "content", "services", "items", "results", "data", "service")
"""Top-level keys under which publishers put their services, the standard's own first."""
BOM = b"\xef\xbb\xbf"


def services_in(path: Path) -> Iterator[Raw]:
    """Each service of the file as its publisher wrote it, one at a time.

    Reads a JSON array, a page (``contents``), a single service, organisations with their ``services``, and
    flat tables side by side. Raises ``NotAFeed`` at once, or ``EndsEarly`` after the last entry that could
    be read.
    """
    keys = _top_level(path)
    if keys is None:
        yield from _services(_items(path, "item"))
        return
    envelope = next((key for key in ENVELOPES if keys.get(key) == "start_array"), None)
    if envelope is not None and ("name" not in keys or envelope == "contents"):
        tables = flat.tables_in(_open(path), [key for key, event in keys.items() if event == "start_array"])
        for raw in _services(_items(path, f"{envelope}.item")):
            yield tables.joined(raw)
    elif keys.keys() & {"name", "service", "organization", "services", "status"}:
        yield from _services(_items(path, ""))
    else:
        raise NotAFeed(
            "There are no services in this file: expected an array, a page with “contents”, or a service."
        )


def services_of(raw: object) -> Iterator[Raw]:
    """The services in one entry: itself, those of an organisation, or the one at a location."""
    if not isinstance(raw, Mapping):
        yield {}
    elif isinstance(raw.get("services"), list) and "organization" not in raw:
        publisher = {key: value for key, value in raw.items() if key != "services"}
        for service in raw["services"]:
            if isinstance(service, Mapping):
                yield versions.modern({"organization": publisher, **service})
    elif isinstance(raw.get("service"), Mapping) and "location" in raw:
        link = {key: value for key, value in raw.items() if key != "service"}
        yield versions.modern({"service_at_locations": [link], **raw["service"]})
    else:
        yield versions.modern(raw)


def _services(items: Iterator[object]) -> Iterator[Raw]:
    for item in items:
        yield from services_of(item)


def _top_level(path: Path) -> dict[str, str] | None:
    """The keys of the outermost object and how the value of each begins; ``None`` for an array."""
    keys: dict[str, str] = {}
    with _open(path) as file:
        try:
            events = ijson.parse(file)
            _, first, _ = next(events, ("", "", None))
            if first == "start_array":
                return None
            if first != "start_map":
                raise NotAFeed("This is not an Open Referral feed: expected a JSON object or array.")
            for prefix, event, _ in events:
                if prefix and "." not in prefix and event not in {"map_key", "end_map", "end_array"}:
                    keys.setdefault(prefix, event)
        except ijson.JSONError as broken:
            if not keys:
                raise NotAFeed("This is not JSON, so no feed can be read from it.") from broken
    return keys


def _items(path: Path, prefix: str) -> Iterator[object]:
    with _open(path) as file:
        try:
            yield from ijson.items(file, prefix, use_float=True)
        except ijson.JSONError as broken:
            raise EndsEarly(f"The file cannot be read to its end ({_first_line(broken)}).") from broken


def _open(path: Path) -> BinaryIO:
    file = path.open("rb")
    if file.read(len(BOM)) != BOM:
        file.seek(0)
    return file


def _first_line(broken: Exception) -> str:
    words = broken.args[0] if broken.args else ""
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return (text.strip().splitlines() or ["broken JSON"])[0].strip()
