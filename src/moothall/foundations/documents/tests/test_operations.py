"""Keeping documents encrypted, putting them on a case, who may see them, letting them go."""

from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction

from moothall.foundations.documents import operations, queries
from moothall.foundations.documents.intake import Accepted, accept
from moothall.foundations.documents.models import Chunk, Document
from moothall.foundations.documents.rules.parts import OCTETS
from moothall.foundations.documents.tests.files import picture
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry, StoredEvent
from moothall.kernel.operations import matters, people
from moothall.kernel.refusal import NotAllowed, NotFound
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def text(content: str = "The gate code is 4711") -> Accepted:
    return accept("note.txt", content.encode())


def read(act, document: UUID) -> bytes:
    matter = queries.whereabouts(act, document=document)
    return queries.content(act, document=document, matter=matter).content


def test_a_resident_adds_a_document_that_is_kept_encrypted_and_read_again(place: Small):
    id = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    assert read(place.as_resident(), id) == b"The gate code is 4711"
    with acting(place.as_officer()):
        row = Document.objects.get(pk=id)
        stored = b"".join(bytes(part.encrypted) for part in Chunk.objects.filter(document_id=id))
        added = StoredEvent.objects.get(matter_id=place.matter)
    assert b"4711" not in stored and b"note" not in bytes(row.name)
    assert added.name == "documents.DocumentAdded" and "note" not in str(added.payload)


def test_large_files_are_kept_in_parts_that_cannot_be_exchanged(place: Small):
    first = text("a" * (OCTETS * 2 + 5))
    id = operations.add_document(place.as_resident(), matter=place.matter, file=first)
    assert read(place.as_resident(), id) == first.content
    other = operations.add_document(
        place.as_resident(), matter=place.matter, file=text("b" * (OCTETS * 2 + 5))
    )
    with acting(place.as_resident()):
        foreign = Chunk.objects.get(document_id=other, number=1).encrypted
        rows = list(Chunk.objects.filter(document_id=id).order_by("number"))
        assert len(rows) == 3
    rows[1].encrypted = foreign
    with acting(place.as_resident()), pytest.raises(Exception, match="belongs elsewhere"):
        queries._opened(Document.objects.get(pk=id), rows[1])


def test_staffs_reading_of_a_document_is_recorded(place: Small):
    id = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    read(place.as_officer(), id)
    with acting(place.as_resident()):
        assert AuditEntry.objects.filter(is_reading=True, operation="documents.content").count() == 1


def test_only_those_on_the_case_see_its_documents(place: Small):
    id = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    for stranger in (place.as_neighbour, place.as_adviser):
        with pytest.raises(NotFound):
            read(stranger(), id)
        with pytest.raises(NotFound):
            operations.add_document(stranger(), matter=place.matter, file=text())
        with acting(stranger()):
            assert not Document.objects.exists() and not Chunk.objects.exists()


def test_staff_need_permission_to_add(place: Small):
    volunteer = acts.staff(
        place.officer, organisation=place.council, permissions=permissions_of(["volunteer"])
    )
    with pytest.raises(NotAllowed):
        operations.add_document(volunteer, matter=place.matter, file=text())
    operations.add_document(place.as_officer(), matter=place.matter, file=text())


def test_a_restricted_case_takes_its_documents_with_it(place: Small):
    id = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    matters.restrict_matter(place.as_officer(), matter=place.matter, people=[])
    assert read(place.as_officer(), id)
    with pytest.raises(NotFound):
        read(place.as_resident(), id)


def test_an_organisation_the_case_is_shared_with_reads_but_does_not_tamper(place: Small):
    id = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    matters.share_matter(
        place.as_officer(), matter=place.matter, organisation=place.charity, basis="referral",
        purposes=["service"], until_at=clock.now().replace(year=2099),
    )  # fmt: skip
    assert read(place.as_adviser(), id)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting(place.as_adviser()),
        transaction.atomic(),
    ):
        Chunk.objects.bulk_create([Chunk(document_id=id, number=1, encrypted=b"x")])
    with acting(place.as_adviser()):
        assert not Document.objects.filter(pk=id).update(kind="txt")
        assert Chunk.objects.filter(document_id=id).delete()[0] == 0
    with pytest.raises(NotAllowed):
        operations.release(place.as_adviser(), documents=[id])
    assert read(place.as_resident(), id)


def test_documents_of_a_journey_are_the_persons_alone_until_it_is_sent(place: Small):
    journey = uuid4()
    ids = operations.hold_documents(place.as_resident(), held_for=journey, files=[text(), text("two")])
    with pytest.raises(NotFound):
        read(place.as_officer(), ids[0])
    operations.release(place.as_neighbour(), documents=ids)
    operations.release(place.as_resident(), documents=[ids[1]])
    operations.attach(place.as_resident(), matter=place.matter, documents=ids)
    operations.attach(place.as_resident(), matter=place.matter, documents=ids)
    assert read(place.as_officer(), ids[0])
    assert len(queries.documents_of(place.as_officer(), matter=place.matter).items) == 1
    with acting(place.as_officer()):
        assert StoredEvent.objects.filter(matter_id=place.matter, name="documents.DocumentAdded").count() == 1
    operations.release(place.as_resident(), documents=ids)
    assert read(place.as_resident(), ids[0])


def test_nobody_attaches_anothers_documents_to_their_own_case(place: Small):
    ids = operations.hold_documents(place.as_neighbour(), held_for=uuid4(), files=[text()])
    operations.attach(place.as_resident(), matter=place.matter, documents=ids)
    assert queries.documents_of(place.as_resident(), matter=place.matter).items == ()


def test_erasing_the_matter_or_the_person_leaves_nothing_to_read(place: Small):
    id = operations.add_document(place.as_resident(), matter=place.matter, file=accept("p.jpg", picture()))
    other = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    assert queries.small(place.as_officer(), document=id, matter=place.matter).startswith(b"\xff\xd8")
    operations.erase_documents(acts.system(), matter=place.matter)
    with acting(place.as_officer()):
        assert not Chunk.objects.exists()
    with pytest.raises(NotFound):
        queries.small(place.as_officer(), document=id, matter=place.matter)
    third = operations.add_document(place.as_resident(), matter=place.matter, file=text())
    people.erase_person(place.as_resident(), person=place.resident)
    for gone in (other, third):
        with pytest.raises(NotFound):
            read(place.as_officer(), gone)
