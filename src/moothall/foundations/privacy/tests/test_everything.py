"""Everything that is kept about somebody, on the page and in the file: all of theirs, nothing of others."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client

from moothall.foundations.cases.operations import letters
from moothall.foundations.cases.tests.browsing import guest_browser
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.foundations.documents import operations as documents
from moothall.foundations.documents.intake import accept
from moothall.foundations.privacy import operations, queries
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import StoredEvent
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

ADDRESS = "/my/everything/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Nobody took anything away before."""
    cache.clear()


@pytest.fixture
def place() -> Scene:
    """A case of a resident with a message, a note and a file, and one of a neighbour."""
    place = scene()
    case = place.open_case()
    letters.write_message(place.as_officer(), case=case, text="We come on Tuesday")
    letters.add_note(place.as_officer(), case=case, text="The neighbour says the wardrobe is theirs")
    documents.add_document(place.as_resident(), matter=case, file=accept("my lease.txt", b"The lift is out"))
    people.record(acts.system(), person=place.resident, personal={"allergies": "nuts"}, told_to=place.council)
    return place


def taken(browser: Client, **typed: str) -> Any:
    """The answer to whoever takes everything away."""
    return browser.post(ADDRESS, {"key": clock.token()} | typed)


def unpacked(answer: Any) -> dict[str, bytes]:
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def told(members: dict[str, bytes], table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(members[f"json/{table}.json"])["items"]
    return found


def events_of(person: UUID) -> list[str]:
    with acting(acts.system()):
        return list(StoredEvent.objects.filter(person_id=person).values_list("name", flat=True))


def test_the_page_shows_what_is_kept_and_says_what_it_does_not_show(place: Scene):
    page = guest_browser(place.resident).get(ADDRESS).content.decode()
    for said in ("We come on Tuesday", "A wardrobe", "my lease.txt", "nuts", "Council", "4 Quay Steps"):
        assert said in page, said
    assert "the wardrobe is theirs" not in page and "UK GDPR, Article 12(3)" in page
    other = guest_browser(place.neighbour).get(ADDRESS).content.decode()
    assert "We come on Tuesday" not in other and "my lease.txt" not in other


def test_the_file_has_everything_and_is_recorded_once(place: Scene):
    browser, key = guest_browser(place.resident), clock.token()
    members = unpacked(taken(browser, key=key))
    (file,) = [name for name in members if name.startswith("files/")]
    assert members[file] == b"The lift is out"
    assert told(members, "documents_document")[0]["files"] == [file]
    assert told(members, "kernel_attribute")[0] | {"at": ""} == {
        "at": "",
        "organisation": "Wexcombe Council",
        "reference": "",
        "content": {"allergies": "nuts"},
        "files": [],
    }
    (answers,) = told(members, "cases_answers")
    assert "Items: A wardrobe" in answers["content"]["What should we take?"]
    (message,) = told(members, "cases_casemessage")
    assert (
        message["content"]["text"] == "We come on Tuesday" and message["organisation"] == "Wexcombe Council"
    )
    assert told(members, "cases_note") == [] and told(members, "kernel_datakey") == []
    assert b"We come on Tuesday" in members["everything.html"]
    unpacked(taken(browser, key=key))
    assert events_of(place.resident).count("privacy.EverythingTaken") == 1


def test_nobody_takes_it_away_all_day(place: Scene):
    act = place.as_resident()
    for number in range(5):
        operations.take_everything(act.with_key(f"{number}"))
    with pytest.raises(Refused, match="five times"):
        operations.take_everything(act)
    assert taken(guest_browser(place.resident)).status_code == 422


@pytest.mark.parametrize(("purpose", "sees"), [("everything", True), ("bulky-waste", False)])
def test_whoever_acts_with_a_full_mandate_sees_it_and_nobody_else(place: Scene, purpose: str, sees: bool):
    with clock.set_to(clock.now() - timedelta(days=1)):
        people.give_mandate(
            place.as_resident(),
            principal=place.resident,
            agent=place.neighbour,
            services=[purpose],
            basis="consent",
        )
    agent: Act = acts.resident(place.neighbour).on_behalf_of(place.resident)
    assert queries.may_see_everything(agent) is sees
    if sees:
        assert queries.items(agent, table="cases_casemessage")
        operations.take_everything(agent)
    else:
        with pytest.raises(NotAllowed):
            operations.take_everything(agent)


def test_of_an_erased_person_there_is_nothing_to_read(place: Scene):
    people.erase_person(place.as_resident(), person=place.resident)
    found = [
        item.content
        for heading in queries.headings(place.as_resident())
        for item in queries.items(place.as_resident(), table=heading.table)
    ]
    said = json.dumps(found, default=str)
    assert not any(words in said for words in ("We come", "wardrobe", "lease", "nuts"))
