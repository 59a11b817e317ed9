"""The files that are kept about somebody, as they are taken away."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from moothall.foundations.documents import queries
from moothall.foundations.documents.models import Document
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, File, Item


@EXPORTS.under("documents_document")
def files(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Each file with its content."""
    rows = Document.objects.filter(person_id=person, erased_at=None).select_related("matter")
    for row in rows.order_by("-added_at", "-id")[:limit]:
        shown = queries.shown(row)
        content = {"name": shown.name, "kind": str(shown.kind), "octets": shown.octets}
        reference = row.matter.reference if row.matter else ""
        file = File(shown.name, partial(_content, act, row.id, row.matter_id))
        yield Item(row.added_at, content, reference=reference, files=(file,))


def _content(act: Act, document: UUID, matter: UUID | None) -> bytes:
    return queries.content(act, document=document, matter=matter).content
