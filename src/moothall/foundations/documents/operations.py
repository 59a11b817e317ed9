"""Keeping documents, putting them on a matter, letting them go."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.documents.events import DocumentAdded
from moothall.foundations.documents.intake import Accepted
from moothall.foundations.documents.models import Chunk, Document
from moothall.foundations.documents.rules import parts
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Matter
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

MOST_ON_A_MATTER = 200


@operation(allow=allow.staff("documents.add") | allow.resident)
def add_document(act: Act, *, matter: UUID, file: Accepted) -> UUID:
    """Add a file to a matter. Returns the document's id. Refused for a matter without a person, or with
    very many documents already."""
    parent = Matter.objects.filter(pk=matter).first()
    if parent is None:
        raise NotFound(_("We could not find that case."))
    if parent.person_id is None:
        raise Refused(_("A document needs to know whose it is."))
    if Document.objects.filter(matter_id=matter).count() >= MOST_ON_A_MATTER:
        raise Refused(
            _("This case has %(most)s documents, which is the most it can have.") % {"most": MOST_ON_A_MATTER}
        )
    row = _kept(act, file, person=parent.person_id, matter=matter, journey=None)
    _tell(act, [row], parent)
    return row.id


@operation(allow=allow.resident)
def keep_for_journey(act: Act, *, journey: UUID, files: list[Accepted]) -> list[UUID]:
    """Keep files for a journey that is not sent yet, for the person it is done for. Returns their ids in
    order."""
    assert act.subject is not None
    return [_kept(act, file, person=act.subject, matter=None, journey=journey).id for file in files]


@operation(allow=allow.resident | allow.system)
def attach(act: Act, *, matter: UUID, documents: list[UUID]) -> None:
    """Put documents of a journey on its matter, when it is sent. Attaching them twice changes nothing."""
    parent = Matter.objects.filter(pk=matter).first()
    if parent is None:
        raise NotFound(_("We could not find that case."))
    rows = list(Document.objects.filter(pk__in=documents, matter=None).order_by("added_at", "id"))
    Document.objects.filter(pk__in=[row.id for row in rows], matter=None).update(matter_id=matter)
    _tell(act, rows, parent)


@operation(allow=allow.resident | allow.system)
def let_go(act: Act, *, documents: list[UUID]) -> None:
    """Delete documents of a journey that is not sent. Those on a matter, and those that are gone, stay as
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


def _kept(act: Act, file: Accepted, *, person: UUID, matter: UUID | None, journey: UUID | None) -> Document:
    if act.person is None:
        raise NotAllowed(_("Only people add documents."))
    identity = clock.uuid7(act.at)
    try:
        chunks = _parts(person, identity, file.content, act.at)
        small = vault.seal_bytes(person, file.small) if file.small is not None else None
        name = vault.seal(person, {"name": file.name})
    except vault.Unreadable as erased:
        raise Refused(
            _("This person's details were erased, so nothing more can be kept about them.")
        ) from erased
    row = Document(
        id=identity,
        person_id=person,
        matter_id=matter,
        journey=journey,
        organisation_id=act.organisation,
        added_by_id=act.person,
        added_at=act.at,
        kind=file.kind.value,
        name=name,
        small=small,
        width=file.width,
        height=file.height,
        octets=len(file.content),
        chunks=len(chunks),
        digest=file.digest,
    )
    Document.objects.bulk_create([row])
    Chunk.objects.bulk_create(chunks)
    return row


def _parts(person: UUID, document: UUID, content: bytes, moment: datetime) -> list[Chunk]:
    return [
        Chunk(
            id=clock.uuid7(moment),
            document_id=document,
            number=number,
            sealed=vault.seal_bytes(person, parts.header(document, number) + part),
        )
        for number, part in enumerate(parts.split(content))
    ]


def _tell(act: Act, rows: Iterable[Document], matter: Matter) -> None:
    for row in rows:
        publish(
            DocumentAdded(
                document=row.id, kind=row.kind, octets=row.octets, by_staff=row.organisation_id is not None
            ),
            act,
            matter=matter.pk,
            person=matter.person_id,
            organisation=row.organisation_id or matter.organisation_id,
        )
