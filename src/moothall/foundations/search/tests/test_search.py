"""What everybody may see is found by its words and place; nothing else is, nor is it counted."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.civic.pages import operations as pages
from moothall.foundations.directory.tests.stories import service, take_in
from moothall.foundations.search import commands, operations, queries, rules
from moothall.foundations.search.models import Item
from moothall.kernel import act as acts
from moothall.kernel import geo
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.operations import matters, programs
from moothall.kernel.refusal import Refused
from moothall.kernel.tests.support import Small, small_place
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Iterator[Small]:
    yield small_place()


def brought(place: Small, title: str, *, is_published: bool = True) -> UUID:
    matter = matters.bring_matter(
        acts.public(), kind="report", organisation=place.council, title=title, is_public=True,
        is_published=False,
    )  # fmt: skip
    if is_published:
        matters.publish_matter(place.as_officer(), matter=matter)
    return matter


def titles(act: Act, words: str, **more: str) -> list[str]:
    found = queries.results(act, words=words, **more)
    shown = ["".join(piece.text for piece in one.title) for one in found.page.items]
    assert sum(found.counts.values()) >= len(shown) and (shown or not found.counts or more)
    return shown


def written(name: str, language: str, title: str, text: str) -> None:
    pages.publish_page(
        acts.system(), name=name, language=language, title=title, text=text, updated_date=date(2026, 1, 1)
    )


def test_what_is_hidden_unpublished_or_erased_is_found_by_nobody_from_that_moment_on(place: Small) -> None:
    lamp, bench = (
        brought(place, "A lamp is out in Quay Lane"),
        brought(place, "A bench fell over in Quay Lane"),
    )
    waiting = brought(place, "An unseen lamp in Quay Lane", is_published=False)
    matters.bring_matter(
        acts.public(), kind="report", organisation=place.council, title="Inner lamp", is_public=False
    )
    work()
    everybody = [acts.public(), place.as_neighbour(), place.as_officer(), place.as_adviser()]
    assert {tuple(titles(act, "lamp")) for act in everybody} == {("A lamp is out in Quay Lane",)}
    matters.publish_matter(place.as_officer(), matter=waiting)
    work()
    assert len(titles(acts.public(), "lamps quay")) == 2
    matters.hide_matter(place.as_officer(), matter=lamp, reason="personal")
    matters.erase_matter(acts.system(), matter=bench)
    for act in everybody:  # the reader has not read a word of it
        assert titles(act, "quay") == ["An unseen lamp in Quay Lane"]
    work()
    with acting(acts.system()):
        assert [row.title for row in Item.objects.all()] == ["An unseen lamp in Quay Lane"]
    matters.publish_matter(place.as_officer(), matter=lamp)
    work()
    assert len(titles(acts.public(), "lamp")) == 2


def test_rows_themselves_are_seen_by_nobody_who_does_not_see_their_matter(place: Small) -> None:
    lamp = brought(place, "A lamp is out")
    work()
    matters.hide_matter(place.as_officer(), matter=lamp, reason="harmful")
    with acting(acts.public()):
        assert not Item.objects.exists()
        assert Item.objects.update(title="Ours") == 0 and Item.objects.all().delete()[0] == 0


def test_words_are_found_by_beginnings_forms_and_without_accents_in_every_language(place: Small) -> None:
    written("help", "en", "Getting help", "Ask for **childrens'** meals and *swimming* at the Café Élan.")
    written("help", "cy", "Cael cymorth", "Gofynnwch am brydau plant a nofio yn y Tŷ Mawr.")
    written("only", "en", "Rubbish", "The bins are emptied on Mondays.")
    work()
    english, welsh = acts.public(), acts.public(language="cy")
    for words in (
        "swim",
        "swims",
        "child",
        "children's",
        "cafe elan",
        "HELP",
        "the swim",
        "élan!",
        "help help",
    ):
        assert titles(english, words) == ["Getting help"], words
    assert titles(welsh, "nofio") == ["Cael cymorth"] and titles(welsh, "ty mawr") == ["Cael cymorth"]
    assert titles(welsh, "swimming") == [], "what is there in one's own language is shown in that"
    assert titles(welsh, "bins") == ["Rubbish"], "what is not, in the other"
    assert titles(english, "swim nowhere") == []
    written("help", "en", "Getting help", "No more of it.")
    work()
    assert titles(english, "swim") == [] and titles(english, "more") == ["Getting help"]


def at(longitude: float, name: str) -> dict[str, object]:
    """A service with a place there."""
    location = {"id": str(uuid5(NAMESPACE_URL, name)), "name": "Hall"}
    location |= {"latitude": 51.0, "longitude": longitude}
    link = {"id": str(uuid5(NAMESPACE_URL, f"{name} there")), "location": location}
    return {"name": name, "service_at_locations": [link]}


def test_services_are_found_and_near_a_place_nearest_first(place: Small) -> None:
    take_in([service(1, **at(-2.02, "Seed swap")), service(2, **at(-2.0, "Seed library"))])
    work()
    assert sorted(titles(acts.public(), "seed")) == ["Seed library", "Seed swap"]
    assert titles(acts.public(), "seed", type="directory.service")
    assert not titles(acts.public(), "seed", type="pages.page")
    spot = geo.Spot(-2.0, 51.0)
    found = queries.results(acts.public(), words="seed", spot=spot, within_metres=5000)
    assert [round(one.metres or 0, -2) for one in found.page.items] == [0, 1400]
    close = queries.results(acts.public(), words="seed", spot=spot, within_metres=500)
    assert close.counts == {"directory.service": 1}
    take_in([service(1, **at(-2.0, "Tool swap")), service(2, **at(-2.0, "Seed library"), status="defunct")])
    work()
    assert titles(acts.public(), "seed") == [] and titles(acts.public(), "tools swap") == ["Tool swap"]
    with pytest.raises(Refused, match="postcode"):
        queries.found(acts.public(), words="seed", postcode="ZZ99 9ZZ")


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_signs_mean_nothing_and_never_break_anything(words: str) -> None:
    queries.results(acts.public(), words=words)


HOSTILE = (
    "lamp' | 'x", "!lamp", "lamp:*", "lamp & !quay", "(lamp", "lamp <-> quay", "%", "*", "%lamp%", "_", "\\",
    "lamp'); DROP TABLE search_item; --", "lamp:abcd", "a" * 5000, "lamp " * 2000, "\x00lamp", "'':*", "🐝",
)  # fmt: skip


def test_what_is_typed_is_words_and_nothing_else(place: Small) -> None:
    brought(place, "A lamp is out in Quay Lane")
    brought(place, "A tree fell")
    work()
    for words in HOSTILE:
        assert "A tree fell" not in titles(acts.public(), words), words
        answer = Client().get("/search/", {"q": words})
        assert answer.status_code in {200, 400}, words
    assert titles(acts.public(), "lamp " * 2000) == ["A lamp is out in Quay Lane"]
    for words in ("%", "*", "_", "'", "", " ", "a"):
        assert titles(acts.public(), words) == []
    for cursor in ("-1", "x", "99999999999999999999", "²", "5000"):
        with pytest.raises(Refused, match="no such page"):
            queries.results(acts.public(), words="lamp", cursor=cursor)
    with acting(acts.public()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT moothall.search(%s::jsonb)", ('{"words": ["*", "lamp:*)|(a"], "most": 1000000}',)
        )


def test_the_index_is_made_anew_from_what_there_is(place: Small, capsys: pytest.CaptureFixture[str]) -> None:
    brought(place, "A lamp is out")
    written("help", "en", "Getting help", "Ask.")
    work()
    with acting(acts.system()):
        Item.objects.filter(title="A lamp is out").delete()
        strays = [("threads.matter", str(place.matter)), ("gone.thing", "1")]
        for type, key in strays:
            Item.objects.bulk_create(
                [Item(type=type, key=key, language="en", title="Stray", text="", path="/")]
            )
    assert commands.rebuild([]) == 0
    assert "threads.matter: 2 changed" in capsys.readouterr().out
    assert titles(acts.public(), "lamp") == ["A lamp is out"] and titles(acts.public(), "stray") == []
    commands.rebuild([])
    said = capsys.readouterr().out.split("\n")
    assert all(line.endswith(": 0 changed") for line in said if line)
    assert operations.index(acts.system(), type="pages.page", keys=["help"]) == 0


def test_the_page_groups_marks_and_pages_what_was_found(place: Small) -> None:
    for number in range(23):
        brought(place, f"Lamp {number} <b>is out</b>")
    written("lamps", "en", "Lamps", "All about lamps & poles.")
    work()
    page = Client().get("/search/", {"q": "lamp"}).content.decode()
    assert "24 results" in page and "What is going on (23)" in page and "About this place (1)" in page
    assert "<mark>Lamp</mark>" in page and "<b>is out" not in page and "&lt;b&gt;" in page
    assert 'rel="next"' in page
    last = Client().get("/search/", {"q": "lamp", "cursor": "20"}).content.decode()
    assert last.count("<article") == 4 and 'rel="next"' not in last and 'rel="first"' in last
    only = Client().get("/search/", {"q": "lamp", "type": "pages.page"}).content.decode()
    assert only.count("<article") == 1 and "1 result<" in only
    none = Client().get("/search/", {"q": "zebra"}).content.decode()
    assert "Nothing found" in none and 'href="/services/"' in none
    assert Client().get("/search/", {"q": "lamp", "cursor": "x"}).status_code == 400


def test_a_postcode_stands_in_no_address_and_an_unknown_one_is_said(place: Small) -> None:
    answer = Client().post("/search/", {"q": "lamp", "postcode": ""})
    assert answer.status_code == 302 and answer["Location"] == "/search/?q=lamp"
    page = Client().post("/search/", {"q": "lamp", "postcode": "ZZ99 9ZZ"})
    assert page.status_code == 422
    assert "We do not know this postcode" in page.content.decode() and 'value="lamp"' in page.content.decode()


def test_programs_search_like_everybody(place: Small) -> None:
    for number in range(3):
        brought(place, f"Lamp {number}")
    work()
    made = programs.make_program(acts.system(), organisation=place.charity, title="Test", scopes=[])
    ask = partial(Client().get, "/api/v1/search/found", headers={"Authorization": f"Bearer {made.key}"})
    first = ask({"words": "lamp", "limit": 2}).json()
    rest = ask({"words": "lamp", "limit": 2, "cursor": first["next"]}).json()
    assert len(first["items"]) == 2 and len(rest["items"]) == 1 and not rest["next"]
    assert {"text": "Lamp", "is_found": True} in first["items"][0]["title"]


@given(st.text(max_size=400), st.lists(st.text(alphabet="abcdefg", min_size=2, max_size=5), max_size=4))
def test_marking_loses_nothing_of_a_text(text: str, words: list[str]) -> None:
    found = rules.pieces(text, tuple(words))
    assert "".join(piece.text for piece in found) == text
    assert len("".join(piece.text for piece in rules.excerpt(text, tuple(words)))) <= rules.LENGTH + 6
