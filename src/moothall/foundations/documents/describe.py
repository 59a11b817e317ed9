"""What a timeline says of documents."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design.words import file_size
from moothall.foundations.documents import queries
from moothall.foundations.documents.events import DocumentAdded, DocumentPublished
from moothall.foundations.documents.rules.kinds import PICTURES
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, describes
from moothall.kernel.reactions import Envelope
from moothall.kernel.threads import FILES, File


@FILES.each
def public_files(act: Act, matter: UUID) -> Iterable[File]:
    """The public documents on a matter."""
    for one in queries.public_documents(act, matter=matter).items:
        picture = reverse("documents:public_small", args=[one.id]) if one.has_small else ""
        yield File(one.name, reverse("documents:public", args=[one.id]), picture)


@describes(DocumentAdded)
def added(act: Act, envelope: Envelope[DocumentAdded]) -> Description:
    """A file was added. ``values`` let a page show it: its address, and that of a small picture."""
    event = envelope.event
    is_picture = event.kind in PICTURES
    return Description(
        _("Photo added") if is_picture else _("Document added"),
        f"{event.kind.upper()}, {file_size(event.octets)}",
        values={
            "document": str(event.document),
            "picture": reverse("documents:small", args=[event.document]) if is_picture else "",
        },
        href=reverse("documents:document", args=[event.document]),
    )


@describes(DocumentPublished)
def published(act: Act, envelope: Envelope[DocumentPublished]) -> Description:
    """A file was added for everybody."""
    event = envelope.event
    what = _("Photo added") if event.kind in PICTURES else _("Document added")
    size = f"{event.kind.upper()}, {file_size(event.octets)}"
    return Description(what, size, href=reverse("documents:public", args=[event.document]))
