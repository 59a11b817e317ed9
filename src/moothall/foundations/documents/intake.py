"""Taking a file in: what it is, drawn anew or checked, scanned; all of it before any transaction."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from moothall.foundations.documents import redrawing
from moothall.foundations.documents.adapters.base import CannotScan, scanner
from moothall.foundations.documents.rules import kinds, names
from moothall.foundations.documents.rules.kinds import MediaType, Unacceptable

MOST_OCTETS = 10_000_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept. Only :func:`accept` makes one; over the API it is given as ``{"name": …,
    "content": base64}`` and taken in on the way."""

    name: str
    kind: MediaType
    content: bytes = field(repr=False)
    digest: str
    small: bytes | None = field(default=None, repr=False)
    width: int | None = None
    height: int | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_from_api)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "content": {"type": "string", "contentEncoding": "base64"},
            },
            "required": ["name", "content"],
        }


def accept(name: str, content: bytes, *, photos: bool = False) -> Accepted:
    """The file, ready to be kept. Raises ``Unacceptable`` with a code: what :mod:`kinds` and
    :mod:`pictures` say, ``too-large``, ``not-a-photo`` if only ``photos`` are wanted, ``virus``,
    ``not-scanned``."""
    if len(content) > MOST_OCTETS:
        raise Unacceptable("too-large")
    found = kinds.picture_or_paper(content)
    if photos and found in {"PDF", "TEXT"}:
        raise Unacceptable("not-a-photo")
    _scan(content)
    digest = hashlib.sha256(content).hexdigest()
    if found == "PDF":
        return Accepted(names.tidy(name, MediaType.PDF), MediaType.PDF, kinds.checked_pdf(content), digest)
    if found == "TEXT":
        return Accepted(names.tidy(name, MediaType.TEXT), MediaType.TEXT, kinds.checked_text(content), digest)
    drawn = redrawing.redraw(content, format=found)
    return Accepted(
        names.tidy(name, drawn.kind),
        drawn.kind,
        drawn.content,
        digest,
        drawn.small,
        drawn.width,
        drawn.height,
    )


def _scan(content: bytes) -> None:
    try:
        found = scanner().finds(content)
    except CannotScan as failure:
        raise Unacceptable("not-scanned") from failure
    if found is not None:
        raise Unacceptable("virus")


def _from_api(value: Any) -> Accepted:
    if isinstance(value, Accepted):
        return value
    try:
        return accept(str(value["name"]), base64.b64decode(value["content"], validate=True))
    except (KeyError, TypeError, binascii.Error) as wrong:
        raise PydanticCustomError("file", "give a name, and the content in base64") from wrong
    except Unacceptable as refused:
        raise PydanticCustomError("file", "this file is not taken: {why}", {"why": refused.why}) from refused
