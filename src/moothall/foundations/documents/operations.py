"""Keeping documents, putting them on a matter, letting them go."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.documents.events import DocumentAdded, DocumentPublished
from moothall.foundations.documents.intake import Accepted
from moothall.foundations.documents.models import Chunk, Document
from moothall.foundations.documents.rules import parts
from moothall.foundations.documents.rules.kinds import PICTURES
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act
from moothall.kernel.event import Event
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import DataKey, Matter
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

MOST_ON_A_MATTER = 200
PICTURE = "picture"
"""What a public picture is called: the name of a file may say whose it was."""


@operation(allow=allow.staff("documents.add") | allow.resident | allow.public, api="v1")
def add_document(act: Act, *, matter: UUID, file: Accepted) -> UUID:
    """Add a file to a matter, for those who are on it; somebody unknown only in the act that brings it.
    Returns the document's id. Refused with very many documents there already."""
    parent = _with_room(matter)
    if parent.person_id is None:
        vault.hold(parent.pk, DataKey.Kind.MATTER)
    row = _row(act, file, person=parent.person_id, matter=matter)
    return _added(act, _kept(row, file), parent)


@operation(allow=allow.staff("documents.add") | allow.resident | allow.public)
def publish_document(act: Act, *, matter: UUID, file: Accepted) -> UUID:
    """Add a file to a public matter for everybody to see: staff whose work it is, and whoever brings the
    matter in the same act, of whom nothing is kept. Returns the document's id. Refused for a matter that is
    not public, and for anything but pictures from people outside."""
    parent = _with_room(matter)
    if parent.visibility != Matter.Visibility.PUBLIC:
        raise Refused(_("Only what is public can have files that everybody sees."))
    if act.organisation is None and file.kind.value not in PICTURES:
        raise Refused(_("Choose a picture: only pictures are shown to everybody."))
    row = _row(act, file, person=None, matter=matter)
    row.is_public = True
    row.added_by_id = act.person if act.organisation else None
    return _added(act, _kept(row, file), parent)


@operation(allow=allow.resident)
def hold_documents(act: Act, *, held_for: UUID, files: list[Accepted]) -> list[UUID]:
    """Keep files for something that is not sent yet (a journey, say), for the person it is done for. Returns
    their ids in order."""
    return [_kept(_row(act, file, person=act.subject, held_for=held_for), file).id for file in files]


@operation(allow=allow.resident | allow.system)
def attach(act: Act, *, matter: UUID, documents: list[UUID]) -> None:
    """Put documents that were held on a matter, when what they were held for is sent. Attaching them twice
    changes nothing."""
    parent = Matter.objects.filter(pk=matter).first()
    if parent is None:
        raise NotFound(_("We could not find that case."))
    rows = list(Document.objects.filter(pk__in=documents, matter=None).order_by("added_at", "id"))
    Document.objects.filter(pk__in=[row.id for row in rows], matter=None).update(matter_id=matter)
    _publish(act, rows, parent)


@operation(allow=allow.resident | allow.system)
def release(act: Act, *, documents: list[UUID]) -> None:
    """Delete documents that are only held. Those on a matter, and those that are gone, stay as
    they are."""
    unsent = list(Document.objects.filter(pk__in=documents, matter=None).values_list("id", flat=True))
    Chunk.objects.filter(document_id__in=unsent).delete()
    Document.objects.filter(pk__in=unsent).delete()


@operation(allow=allow.system)
def erase_documents(act: Act, *, matter: UUID) -> None:
    """Destroy the content of every document on a matter whose time is over; that there was one stays
    known."""
    rows = Document.objects.filter(matter_id=matter, erased_at=None)
    Chunk.objects.filter(document__in=rows).delete()
    rows.update(name=b"", small=None, erased_at=act.at)


def _with_room(matter: UUID) -> Matter:
    parent = Matter.objects.filter(pk=matter).first()
    if parent is None:
        raise NotFound(_("We could not find that case."))
    if Document.objects.filter(matter_id=matter).count() >= MOST_ON_A_MATTER:
        raise Refused(
            _("This case has %(most)s documents, which is the most it can have.") % {"most": MOST_ON_A_MATTER}
        )
    return parent


def _row(
    act: Act, file: Accepted, *, person: UUID | None, matter: UUID | None = None, held_for: UUID | None = None
) -> Document:
    return Document(
        id=clock.uuid7(act.at),
        person_id=person,
        matter_id=matter,
        held_for=held_for,
        organisation_id=act.organisation,
        added_by_id=act.person,
        added_at=act.at,
        kind=file.kind.value,
        width=file.width,
        height=file.height,
        octets=len(file.content),
        digest=file.digest,
    )


def _kept(row: Document, file: Accepted) -> Document:
    """Write ``row`` with the content of ``file``, encrypted for its holder, if it has one."""
    if row.added_by_id is None and row.organisation_id is not None:
        raise NotAllowed(_("Only people add documents."))
    name = file.name if row.organisation_id or not row.is_public else f"{PICTURE}.{row.kind}"
    try:
        chunks = _parts(row, file.content)
        row.small = _encrypted(row.key_holder, file.small) if file.small is not None else None
        row.name = _encrypted(row.key_holder, json.dumps({"name": name}).encode())
    except vault.Unreadable as erased:
        raise Refused(
            _("This person's details were erased, so nothing more can be kept about them.")
        ) from erased
    row.chunks = len(chunks)
    Document.objects.bulk_create([row])
    Chunk.objects.bulk_create(chunks)
    return row


def _parts(row: Document, content: bytes) -> list[Chunk]:
    return [
        Chunk(
            id=clock.uuid7(row.added_at),
            document_id=row.id,
            number=number,
            encrypted=_encrypted(row.key_holder, parts.header(row.id, number) + part),
        )
        for number, part in enumerate(parts.split(content))
    ]


def _encrypted(holder: UUID | None, plain: bytes) -> bytes:
    return plain if holder is None else vault.encrypt_bytes(holder, plain)


def _added(act: Act, row: Document, matter: Matter) -> UUID:
    _publish(act, [row], matter)
    return row.id


def _addition(row: Document) -> Event:
    """What happened when ``row`` was added."""
    if row.is_public:
        return DocumentPublished(document=row.id, kind=row.kind, octets=row.octets)
    by_staff = row.organisation_id is not None
    return DocumentAdded(document=row.id, kind=row.kind, octets=row.octets, by_staff=by_staff)


def _publish(act: Act, rows: Iterable[Document], matter: Matter) -> None:
    for row in rows:
        publish(
            _addition(row),
            act,
            matter=matter.pk,
            person=matter.person_id,
            organisation=row.organisation_id or matter.organisation_id,
        )
