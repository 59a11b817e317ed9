"""Somebody's own comments in full, as they are taken away."""

from collections.abc import Iterable
from uuid import UUID

from moothall.foundations.comments.models import Text
from moothall.foundations.comments.queries import reading
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item


@EXPORTS.under("comments_text")
def texts(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """What each comment says, and said before; also where that is encrypted under a matter's key."""
    rows = Text.objects.filter(comment__author__person_id=person).order_by("-written_at", "-id")
    found = list(rows.select_related("comment__matter__organisation")[:limit])
    bodies = reading.bodies_of(found)
    for row in found:
        matter = row.comment.matter
        content = {"shown_as": row.shown_as, "body": bodies[row.pk], "replaced_at": row.replaced_at}
        yield Item(row.written_at, content, matter.organisation.name, matter.reference)
