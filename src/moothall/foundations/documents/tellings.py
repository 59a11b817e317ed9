"""What a timeline says of documents."""

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design.words import file_size
from moothall.foundations.documents.events import DocumentAdded
from moothall.foundations.documents.rules.kinds import PICTURES
from moothall.kernel.act import Act
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import Telling, tells


@tells(DocumentAdded)
def added(act: Act, happened: Happened[DocumentAdded]) -> Telling:
    """A file was added. ``values`` let a page show it: its address, and that of a small picture."""
    event = happened.event
    is_picture = event.kind in PICTURES
    return Telling(
        _("Photo added") if is_picture else _("Document added"),
        f"{event.kind.upper()}, {file_size(event.octets)}",
        values={
            "document": str(event.document),
            "picture": reverse("documents_small", args=[event.document]) if is_picture else "",
        },
        href=reverse("documents_document", args=[event.document]),
    )
