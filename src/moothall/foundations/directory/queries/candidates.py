"""Services as matching sees them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from moothall.foundations.directory.models import Service
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that may fit a need: its words, the needs it is known to meet, and its vectors, if made."""

    id: UUID
    name: str
    text: str
    needs: tuple[str, ...]
    name_vector: Any = None
    text_vector: Any = None


@dataclass(frozen=True, slots=True)
class Undescribed:
    """A service whose vectors are still to be made from its words."""

    id: UUID
    name: str
    text: str
    text_digest: bytes


@query(allow=allow.anyone)
def candidates(act: Act, *, need: str = "", cursor: str = "", limit: int = 1000) -> Page[Candidate]:
    """Active services in order of id, a page at a time; ``need``: only those whose organisation lists it."""
    rows = Service.objects.filter(status="active")
    if need:
        rows = rows.filter(needs__contains=[need])
    columns = ("id", "name", "text", "needs", "name_vector", "text_vector")
    return paging.page(
        rows.values_list(*columns, named=True),
        lambda found: (record(Candidate, row, needs=tuple(row.needs)) for row in found),
        by=("id",),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.system)
def undescribed(act: Act, *, limit: int = 200) -> tuple[Undescribed, ...]:
    """Some services whose words are new since their vectors were made."""
    rows = Service.objects.filter(Q(described_digest=None) | ~Q(described_digest=F("text_digest")))
    columns = ("id", "name", "text", "text_digest")
    return tuple(
        Undescribed(identity, name, text, bytes(digest))
        for identity, name, text, digest in rows.order_by("pk").values_list(*columns)[:limit]
    )
