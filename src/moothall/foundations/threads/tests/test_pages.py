"""The page of something public: what anybody brings, everybody follows."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.threads import queries
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.operations import matters
from moothall.kernel.refusal import NotFound
from moothall.kernel.stages import Stage, Stages, StageWords
from moothall.kernel.tests.support import Small, small_place
from moothall.kernel.threads import FILES, PLACES, File, Place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


class Words(dict[str, str]):
    """Words by their keys."""

    def __call__(self, key: str, **values: object) -> str:
        return self[key]

    def has(self, key: str) -> bool:
        """Whether there are any."""
        return key in self


STAGES = Stages(statuses=(Stage(code="new", then=("mended",)), Stage(code="mended", closes=True)))
WORDS = StageWords(Words({"report.status.new.next": "We look at it this week"}), "report")


@pytest.fixture
def place() -> Iterator[Small]:
    with PLACES.fresh(), FILES.fresh():
        PLACES.offer("report", where)
        FILES.offer("a file", files)
        yield small_place()


def where(act: Act, matter: UUID) -> Place:
    code = STAGES.first.code
    return Place(WORDS.name(code), WORDS.next(code))


def files(act: Act, matter: UUID) -> list[File]:
    return [File("plan.pdf", "/plan"), File("lamp.jpg", "/lamp", picture="/lamp/small")]


def brought(place: Small, act: Act, title: str = "A lamp is out in Quay Lane") -> Matter:
    id = matters.bring_matter(act, kind="report", organisation=place.council, title=title, is_public=True)
    with acting(acts.system()):
        return Matter.objects.get(pk=id)


def test_anybody_follows_what_anybody_brought(place: Small):
    lamp = brought(place, acts.public())
    answer = Client().get(f"/m/{lamp.reference.lower()}/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "A lamp is out in Quay Lane",
        "Council",
        "Opened",
        "We look at it this week",
        "plan.pdf",
        "/lamp/small",
    ):
        assert words in shown, words
    matters.close_matter(place.as_officer(), matter=lamp.pk)
    shown = Client().get(f"/m/{lamp.reference}/").content.decode()
    assert "Closed" in shown and "this week" not in shown


def test_the_page_never_tells_who_brought_it(place: Small):
    lamp = brought(place, place.as_resident())
    found = queries.thread(acts.public(), reference=lamp.reference)
    assert "Ann" not in repr(found) and str(place.resident) not in repr(found)


def test_of_what_was_hidden_everybody_learns_why_and_nothing_more(place: Small):
    lamp = brought(place, acts.public(), title="Bob Lee did it")
    matters.hide_matter(place.as_officer(), matter=lamp.pk, reason="personal")
    answer = Client().get(f"/m/{lamp.reference}/")
    shown = answer.content.decode()
    assert answer.status_code == 410
    assert "something about a person" in shown and "Bob Lee" not in shown
    found = queries.thread(place.as_officer(), reference=lamp.reference)
    assert found.is_hidden and [entry.what for entry in found.entries] == ["Opened", "Published", "Hidden"]


@pytest.mark.parametrize("reference", ["XX-XXXX-XX", "a" * 300, "%00", "’"])
def test_what_is_not_there_is_not_found(place: Small, reference: str):
    assert Client().get(f"/m/{reference}/").status_code == 404


def test_somebodys_own_matter_is_not_shown_here(place: Small):
    with acting(acts.system()):
        reference = Matter.objects.get(pk=place.matter).reference
    assert Client().get(f"/m/{reference}/").status_code == 404
    with pytest.raises(NotFound):
        queries.thread(place.as_resident(), reference=reference)
