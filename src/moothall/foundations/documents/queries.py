"""Documents, as far as the act may see them."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.foundations.documents.models import Chunk, Document
from moothall.foundations.documents.rules.kinds import MediaType
from moothall.foundations.documents.rules.parts import header
from moothall.kernel import allow, paging, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound

GONE = "We could not find that document."


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """What a document is, without its content."""

    id: UUID
    matter: UUID | None
    name: str
    kind: MediaType
    octets: int
    added_at: datetime
    has_small: bool


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A document with what is in it."""

    document: DocumentShown
    content: bytes


@query(allow=allow.resident | allow.staff("cases.read"))
def whereabouts(act: Act, *, document: UUID) -> UUID | None:
    """The matter a document is on (``None``: it is only held). Raises ``NotFound``."""
    return _row(document).matter_id


@query(allow=allow.resident | allow.staff("cases.read"), reads="matter")
def content(act: Act, *, document: UUID, matter: UUID | None) -> DocumentContent:
    """A document with its content; ``matter`` is where it is, so that staff's reading is recorded.

    Raises ``NotFound``, also when it was erased.
    """
    row = _row(document)
    if row.matter_id != matter:
        raise NotFound(GONE)
    return _content(row)


@query(allow=allow.resident | allow.staff("cases.read"), reads="matter")
def small(act: Act, *, document: UUID, matter: UUID | None) -> bytes:
    """The small JPEG of a picture on ``matter``. Raises ``NotFound`` when there is none."""
    row = _row(document)
    if row.small is None or row.matter_id != matter:
        raise NotFound(GONE)
    try:
        return _plain(row, row.small)
    except vault.Unreadable as erased:
        raise NotFound(GONE) from erased


@query(allow=allow.resident | allow.staff("cases.read"), reads="matter", api="v1")
def documents_of(act: Act, *, matter: UUID, cursor: str = "", limit: int = 200) -> Page[DocumentShown]:
    """The documents on a matter, oldest first, a page at a time."""
    return paging.page(
        Document.objects.filter(matter_id=matter, erased_at=None),
        lambda found: map(shown, found),
        by=("added_at", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.anyone)
def public_content(act: Act, *, document: UUID) -> DocumentContent:
    """A public document with its content. Raises ``NotFound``."""
    return _content(_row(document, is_public=True))


@query(allow=allow.anyone)
def public_small(act: Act, *, document: UUID) -> bytes:
    """The small JPEG of a public picture. Raises ``NotFound`` when there is none."""
    row = _row(document, is_public=True)
    if row.small is None:
        raise NotFound(GONE)
    return bytes(row.small)


@query(allow=allow.anyone, api="v1")
def public_documents(act: Act, *, matter: UUID, cursor: str = "", limit: int = 200) -> Page[DocumentShown]:
    """The public documents on a matter, oldest first, a page at a time."""
    return paging.page(
        Document.objects.filter(matter_id=matter, is_public=True, erased_at=None),
        lambda found: map(shown, found),
        by=("added_at", "id"),
        cursor=cursor,
        limit=limit,
    )


def _content(row: Document) -> DocumentContent:
    try:
        parts = [_opened(row, part) for part in Chunk.objects.filter(document_id=row.id).order_by("number")]
        if len(parts) != row.chunks:
            raise NotFound(GONE)
        return DocumentContent(shown(row), b"".join(parts))
    except vault.Unreadable as erased:
        raise NotFound(GONE) from erased


def _row(document: UUID, **more: bool) -> Document:
    row = Document.objects.filter(pk=document, erased_at=None, **more).first()
    if row is None:
        raise NotFound(GONE)
    return row


def _name(row: Document) -> str:
    try:
        return str(json.loads(_plain(row, row.name))["name"])
    except vault.Unreadable:
        return f"file.{row.kind}"


def _plain(row: Document, content: bytes | memoryview) -> bytes:
    holder = row.key_holder
    return bytes(content) if holder is None else vault.decrypt_bytes(holder, content)


def shown(row: Document) -> DocumentShown:
    """What the document in ``row`` is; inside another query."""
    return DocumentShown(
        id=row.id,
        matter=row.matter_id,
        name=_name(row),
        kind=MediaType(row.kind),
        octets=row.octets,
        added_at=row.added_at,
        has_small=row.small is not None,
    )


def _opened(row: Document, part: Chunk) -> bytes:
    plain = _plain(row, part.encrypted)
    start = header(row.id, part.number)
    if not plain.startswith(start):
        raise vault.Unreadable("A part of this document belongs elsewhere.")
    return plain[len(start) :]
