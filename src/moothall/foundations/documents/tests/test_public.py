"""Files that everybody sees, and files on matters that are about nobody."""

from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.documents import operations, queries
from moothall.foundations.documents.intake import accept
from moothall.foundations.documents.models import Chunk, Document
from moothall.foundations.documents.tests.files import picture
from moothall.foundations.documents.tests.test_operations import text
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.operations import matters
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def reported(place: Small, act: Act, *, is_public: bool = True) -> tuple[UUID, UUID]:
    """A report with a photo, in one act."""
    with acting(act):
        matter = matters.bring_matter(
            act, kind="report", organisation=place.council, title="A lamp is out", is_public=is_public
        )
        add = operations.publish_document if is_public else operations.add_document
        return matter, add(act, matter=matter, file=accept("ann-okafor.jpg", picture()))


@pytest.mark.parametrize("name", ["as_resident", "public"])
def test_everybody_sees_the_photo_and_nobody_whose_it_is(place: Small, name: str):
    act = acts.public() if name == "public" else place.as_resident()
    matter, photo = reported(place, act)
    for reader in (acts.public(), place.as_neighbour(), place.as_adviser()):
        (shown,) = queries.public_documents(reader, matter=matter).items
        assert shown.name == "picture.jpg"
        assert queries.public_content(reader, document=photo).content.startswith(b"\xff\xd8")
    with acting(acts.public()):
        row = Document.objects.get(pk=photo)
        assert (row.added_by_id, row.person_id) == (None, None)
    got = Client().get(f"/documents/public/{photo}/small")
    assert got.status_code == 200 and got["Content-Type"] == "image/jpeg"


def test_what_is_hidden_takes_its_photo_along(place: Small):
    matter, photo = reported(place, acts.public())
    matters.hide_matter(place.as_officer(), matter=matter, reason="personal")
    assert queries.public_documents(acts.public(), matter=matter).items == ()
    assert Client().get(f"/documents/public/{photo}").status_code == 404
    assert queries.content(place.as_officer(), document=photo, matter=matter).content


def test_nobody_adds_to_what_others_brought(place: Small):
    matter, _photo = reported(place, acts.public())
    for act in (acts.public(), place.as_neighbour()):
        for add in (operations.publish_document, operations.add_document):
            with pytest.raises((NotAllowed, Refused, NotFound)):
                add(act, matter=matter, file=accept("b.jpg", picture()))


def test_staff_add_papers_for_all_and_papers_for_themselves(place: Small):
    matter, _photo = reported(place, acts.public())
    operations.publish_document(place.as_officer(), matter=matter, file=text())
    kept = operations.add_document(place.as_officer(), matter=matter, file=text("two"))
    assert [one.kind for one in queries.public_documents(acts.public(), matter=matter).items] == [
        "jpg",
        "txt",
    ]
    with pytest.raises(NotFound):
        queries.public_content(acts.public(), document=kept)
    assert queries.content(place.as_officer(), document=kept, matter=matter).content
    with acting(acts.system()):
        assert b"two" not in b"".join(bytes(one.encrypted) for one in Chunk.objects.filter(document_id=kept))


def test_people_outside_show_everybody_pictures_only_and_nothing_of_a_private_matter(place: Small):
    act = place.as_resident()
    with acting(act):
        matter = matters.bring_matter(
            act, kind="report", organisation=place.council, title="", is_public=True
        )
        with pytest.raises(Refused, match="picture"):
            operations.publish_document(act, matter=matter, file=text())
    with pytest.raises(Refused, match="public"):
        operations.publish_document(place.as_officer(), matter=place.matter, file=text())


def test_what_is_brought_in_confidence_keeps_its_photo_and_loses_it_with_its_key(place: Small):
    matter, photo = reported(place, acts.public(), is_public=False)
    assert queries.content(place.as_officer(), document=photo, matter=matter).content
    assert queries.public_documents(acts.public(), matter=matter).items == ()
    with acting(acts.system()):
        assert b"okafor" not in bytes(Document.objects.get(pk=photo).name)
    matters.erase_matter(acts.system(), matter=matter)
    with pytest.raises(NotFound):
        queries.content(place.as_officer(), document=photo, matter=matter)
