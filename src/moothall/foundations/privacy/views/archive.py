"""Everything that is kept about somebody as one ZIP file, made while it is sent and never stored.

In it are ``everything.html`` for people, a JSON file for each kind of thing for programs
(``docs/look-up/everything-kept.md``), and the documents as they are.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from moothall.foundations.privacy.queries import MOST, Heading
from moothall.foundations.privacy.views.presenters import Section, section
from moothall.kernel.exporting import File, Item
from moothall.kernel.refusal import NotFound

Ask = Callable[[Heading], Iterable[Item]]


class _Sink(io.RawIOBase):
    """Takes in what is written, to be handed on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It only takes in."""
        return True

    def write(self, part: object) -> int:
        """Take ``part`` in."""
        octets = bytes(part)  # type: ignore[call-overload]
        self._parts.append(octets)
        return len(octets)

    def handed_on(self) -> bytes:
        """What was taken in since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


@dataclass
class Archive:
    """The file in the making: what ``ask`` finds under each of ``headings``, as of the moment ``at``."""

    headings: Iterable[Heading]
    ask: Ask
    at: datetime
    name: str
    language: str
    _sections: list[Section] = field(default_factory=list)
    _files: int = 0

    def octets(self) -> Iterator[bytes]:
        """The file, part by part."""
        sink = _Sink()
        with ZipFile(sink, "w", ZIP_DEFLATED) as zipped:
            for name, content in self._members():
                zipped.writestr(ZipInfo(name, self.at.timetuple()[:6]), content, ZIP_DEFLATED)
                yield sink.handed_on()
        yield sink.handed_on()

    def _members(self) -> Iterator[tuple[str, bytes]]:
        for heading in self.headings:
            items = list(self.ask(heading))
            self._sections.append(section(heading, items, most=MOST))
            named = [[(self._name(file), file) for file in item.files] for item in items]
            yield f"json/{heading.table}.json", _json(heading, items, named)
            for path, file in (one for some in named for one in some):
                yield from _file(path, file)
        page = {"sections": self._sections, "at": self.at, "name": self.name, "language": self.language}
        yield "everything.html", render_to_string("privacy/file.html", page).encode()

    def _name(self, file: File) -> str:
        self._files += 1
        return f"files/{self._files:04}-{file.name.replace('/', '-')}"


def _file(path: str, file: File) -> Iterator[tuple[str, bytes]]:
    """A document; nothing when it was erased in the meantime."""
    try:
        yield path, file.content()
    except NotFound:
        return


def _json(heading: Heading, items: list[Item], named: list[list[tuple[str, File]]]) -> bytes:
    found = [
        {
            "at": item.at,
            "organisation": item.organisation,
            "reference": item.reference,
            "content": dict(item.content),
            "files": [path for path, _ in paths],
        }
        for item, paths in zip(items, named, strict=True)
    ]
    whole = {
        "capability": heading.capability,
        "table": heading.table,
        "what": heading.what,
        "when_erased": {"ends": heading.ends, "why": heading.why},
        "withheld": heading.withheld,
        "items": found,
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
