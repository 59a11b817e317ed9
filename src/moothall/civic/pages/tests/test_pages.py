"""The place's own pages: published once, safe to show, in the reader's language."""

from datetime import date
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from moothall.civic.pages import demo, operations, prose, queries
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.refusal import NotAllowed
from moothall.site import environment

PLACE = environment.ROOT / "packs" / "demo" / "place"

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def publish(**more: object) -> bool:
    said = {
        "name": "about",
        "language": "en",
        "title": "About us",
        "text": "We help.",
        "updated_date": date(2026, 1, 2),
    }
    return operations.publish_page(acts.system(), **said | more)  # type: ignore[arg-type]


def test_a_page_is_published_once_and_then_replaced() -> None:
    assert publish() is True
    assert publish() is False
    assert publish(text="We help more.") is True
    found = queries.page(acts.public(), name="about")
    assert found is not None and found.text == "We help more."


def test_nobody_but_an_operator_publishes() -> None:
    with pytest.raises(NotAllowed):
        operations.publish_page(
            acts.resident(clock.uuid7()),
            name="x",
            language="en",
            title="x",
            text="x",
            updated_date=date(2026, 1, 1),
        )


def test_the_page_speaks_the_readers_language_or_the_first() -> None:
    publish()
    welsh = acts.public(language="cy")
    first = queries.page(welsh, name="about")
    publish(language="cy", title="Amdanom ni", is_reviewed=False)
    second = queries.page(welsh, name="about")
    assert first is not None and second is not None
    assert (first.title, second.title) == ("About us", "Amdanom ni")


def test_the_demo_pages_are_shown_and_stand_in_the_footer() -> None:
    assert demo.load(PLACE, lambda words: None) == len(list((PLACE / "pages").glob("*.md")))
    assert demo.load(PLACE, lambda words: None) == 0
    caches["memory"].delete("page-titles-en")
    answer = Client().get("/about/order/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>How we choose the order</h1>" in page and "Last changed on" in page
    assert 'href="/about/privacy/"' in page
    assert Client().get("/about/no-such-page/").status_code == 404


def test_a_file_without_a_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "bare.en.md").write_text("No head.")
    with pytest.raises(ValueError, match=r"bare\.en\.md"):
        demo.load(tmp_path, lambda words: None)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "![x](https://example.org/spy.png)",
        "<a href=x onclick=y>x</a>",
        "[x](vbscript:x)",
    ],
)
def test_nothing_in_a_page_can_act(text: str) -> None:
    shown = prose.drawn(text)
    for dangerous in ("<script", "<img", "<a href=x", 'href="javascript', 'href="data', 'href="vbscript'):
        assert dangerous not in shown


@given(st.text(max_size=300))
def test_whatever_is_written_only_known_marks_come_out(text: str) -> None:
    shown = prose.drawn(text)
    assert "<script" not in shown.lower() and "<img" not in shown.lower() and "<iframe" not in shown.lower()


def test_headings_stay_below_the_pages_own() -> None:
    assert prose.drawn("# One\n\n## Two") == "<h2>One</h2>\n<h2>Two</h2>\n"
