"""The page around everything, and the parts on it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from markupsafe import Markup

from moothall.design import drawing, frame, gallery
from moothall.design.frame import Frame, Link
from moothall.design.theme import Theme

TEMPLATES = sorted((Path(__file__).parents[1] / "templates").rglob("*.html"))


def draw(template: str, **values: Any) -> str:
    return engines["jinja2"].from_string(template).render(values)  # type: ignore[no-any-return]


def page_of(made: Frame) -> str:
    """The gallery drawn within ``made``, for a request that no middleware has seen."""
    request = RequestFactory().get("/design/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]
    request.moothall_frame = made  # type: ignore[attr-defined]
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    page: str = env.get_template("design/gallery.html").render(
        request=request, csrf_input="<input>", form=gallery.Everything(), samples=gallery
    )
    return page


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    """A request in Welsh leaves its language behind in the thread; no other test shall meet it."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_compiles(path: Path) -> None:
    folder = Path(__file__).parents[1] / "templates"
    engines["jinja2"].get_template(str(path.relative_to(folder)))


def test_a_page_obeys_the_content_security_policy() -> None:
    page = page_of(gallery.frame(RequestFactory().get("/")))
    assert re.findall(r"\sstyle=\"|\son[a-z]+=\"|javascript:", page) == []
    for script in re.findall(r"<script[^>]*>|<style[^>]*>", page):
        assert 'nonce="n0nce"' in script


def test_a_page_says_its_language_and_offers_the_other() -> None:
    english = page_of(gallery.frame(RequestFactory().get("/")))
    assert '<html lang="en"' in english and 'value="cy" lang="cy">Cymraeg</button>' in english
    with translation.override("cy"):
        welsh = page_of(gallery.frame(RequestFactory().get("/")))
    assert '<html lang="cy"' in welsh and "Neidio i’r prif gynnwys" in welsh
    assert 'value="en" lang="en">English</button>' in welsh


def test_who_is_here_decides_between_signing_in_and_out() -> None:
    guest = page_of(Frame("Bay", sign_in_url="/in", sign_out_url="/out"))
    assert 'href="/in"' in guest and 'action="/out"' not in guest
    known = page_of(Frame("Bay", person_name="Sam Lee", sign_in_url="/in", sign_out_url="/out"))
    assert 'href="/in"' not in known and 'action="/out"' in known and "Sam Lee" in known


def test_the_theme_of_a_place_is_drawn_into_its_pages() -> None:
    page = page_of(Frame("Bay", theme=Theme(tide="#7a1f5c", tide_dark="#4d1039")))
    assert '<style nonce="n0nce">' in page and "--moot-tide:#7a1f5c;" in page


def test_links_know_the_page_they_lead_to() -> None:
    help_pages = Link("Find help", "/help/")
    assert help_pages.is_current("/help/") and help_pages.is_current("/help/carers")
    assert not help_pages.is_current("/helpers")
    assert not Link("Home", "/").is_current("/help/")
    assert not Link("Help", "/help/", marks_section=False).is_current("/help/carers")


def test_names_are_escaped() -> None:
    assert "<b>" not in page_of(Frame("<b>Bay", navigation=(Link("<b>", "/x"),), footer_words="<b>"))


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "503", "csrf", "refused"])
def test_error_pages_need_neither_request_nor_database(name: str) -> None:
    refusal = {"words": "The last place has gone.", "remedy": "/again"}
    page = drawing.bare_page(f"errors/{name}.html", refusal=refusal if name == "refused" else None)
    assert page.count("<h1>") == 1
    assert re.search(r"<title>\S.* – Moothall</title>", page)
    assert "<form" not in page and "<details" not in page


def test_without_a_request_there_is_the_plain_frame() -> None:
    assert frame.frame_for(None) is frame.FALLBACK


def test_parts_escape_what_they_are_given() -> None:
    bad = "<script>alert(1)</script>"
    drawn = draw(
        '{% import "design/parts.html" as parts %}'
        "{{ parts.result_card(bad, '/x', by=bad, said=[bad], why=bad, text=bad) }}"
        "{{ parts.chips([bad, (bad, 'good')]) }}"
        "{{ parts.thread([{'what': bad, 'when': bad, 'more': bad, 'href': '/x'}]) }}"
        "{{ parts.summary([{'key': bad, 'value': bad, 'href': '/x'}], title=bad) }}"
        "{{ parts.table(bad, [bad, (bad, 'number')], [[bad, bad]]) }}"
        "{{ parts.numbers([(bad, bad)]) }}{{ parts.tag(bad) }}{{ parts.button(bad) }}"
        "{{ parts.empty(bad, bad) }}"
        "{{ parts.urgent(bad, bad, [{'name': bad, 'phone': '999'}]) }}"
        "{{ parts.done(bad, bad) }}"
        "{{ parts.message(bad, bad, to=bad, sent_words=bad) }}{{ parts.rating(bad, [(bad, 3)]) }}"
        "{{ parts.tasks([{'text': bad, 'href': '/', 'status': bad, 'hint': bad}]) }}"
        "{{ parts.progress(1, 2, bad) }}",
        bad=bad,
    )
    assert "<script>" not in drawn


def test_a_reason_quotes_the_words_of_the_person() -> None:
    drawn = drawing.part("because", ["worn out", "so tired", "no sleep"], "Sitters come.")
    said = re.sub(r"\s+", " ", Markup(drawn).striptags())
    assert said == "Because you said worn out, so tired and no sleep. Sitters come."


def test_the_next_thing_of_a_matter_is_marked() -> None:
    drawn = drawing.part(
        "thread", [{"what": "Paid"}, {"what": "Collection", "state": "next", "when": "Monday"}]
    )
    assert drawn.count('aria-current="step"') == 1 and "Next: Monday" in drawn


def test_a_table_names_every_cell_for_its_card() -> None:
    drawn = drawing.part("table", "Queue", ["Who", ("Days", "number")], [["Sam", 3]])
    assert 'data-label="Days"' in drawn and 'scope="row"' in drawn
    assert "data-label" not in drawing.part("table", "Queue", ["Who"], [["Sam"]], cards=False)


def test_a_row_without_anything_to_do_has_an_empty_cell_which_cards_leave_out() -> None:
    drawn = drawing.part("table", "People", ["Who", "Actions"], [["Sam", Markup("\n  ")]])
    assert '<td role="cell" data-label="Actions"></td>' in drawn
    styles = find("design/moothall.css")
    assert styles and "tbody :is(th,td):empty{display:none}" in Path(styles).read_text()


def test_pages_of_those_at_work_alone_load_their_stylesheet() -> None:
    staff, public = (drawing.bare_page(f"design/{one}page.html") for one in ("staff_", ""))
    assert "design/staff.css" in staff and "design/staff.css" not in public
    styles = find("design/moothall.css")
    assert styles and ".moot-staff" not in Path(styles).read_text()


def test_text_in_an_act_link_goes_by_post() -> None:
    drawn = drawing.part("act_link", "Take it", "/take", Markup("<csrf>"), [("case", "7")], "HX-4F2K")
    assert 'method="post"' in drawn and "<csrf>" in drawn and 'value="7"' in drawn


@pytest.mark.django_db(databases=["default", "signin", "owner"])
def test_the_gallery_is_served_by_the_place_itself(client: Client) -> None:
    answer = client.get("/design/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"]).group(1)  # type: ignore[union-attr]
    assert f'nonce="{nonce}"' in answer.content.decode()


@pytest.mark.django_db(databases=["default", "signin", "owner"])
def test_the_language_is_changed_by_posting(client: Client) -> None:
    client.post("/language/", {"language": "cy", "next": "/design/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "cy"
    assert '<html lang="cy"' in client.get("/design/").content.decode()


def test_an_answer_with_errors_keeps_what_was_typed() -> None:
    form = gallery.Everything({"name": "Sam", "born-day": "40", "way": "text"})
    assert not form.is_valid()
    drawn = form.draw()
    assert 'value="Sam"' in drawn and 'value="40"' in drawn
    assert re.search(r'value="text"\s+checked', drawn)


COMPONENTS: list[tuple[str, dict[str, Any]]] = [
    (
        "input",
        {"id": "a", "name": "a", "label": {"text": "<A>"}, "attributes": {"data-x": "<", "hidden": True}},
    ),
    (
        "textarea",
        {"id": "a", "name": "a", "label": {"text": "A"}, "value": "one\n  two", "hint": {"text": "H"}},
    ),
    (
        "radios",
        {
            "name": "a",
            "items": [{"value": "1", "text": "One"}, {"divider": "or"}, {"value": "2", "text": "2"}],
        },
    ),
    ("date-input", {"id": "a", "fieldset": {"legend": {"text": "When?"}}, "errorMessage": {"text": "No"}}),
    (
        "select",
        {"id": "a", "name": "a", "label": {"text": "A"}, "items": [{"value": 1, "text": "One"}], "value": 1},
    ),
    ("button", {"text": "Go", "attributes": {"data-a": {"value": None, "optional": True}}}),
    ("error-summary", {"titleText": "Problem", "errorList": [{"text": "A", "href": "#a"}, {"text": "B"}]}),
    ("password-input", {"id": "a", "name": "a", "label": {"text": "A"}, "formGroup": {"classes": "x"}}),
]


@pytest.mark.parametrize(("name", "params"), COMPONENTS, ids=[name for name, _ in COMPONENTS])
def test_our_shortcuts_draw_what_the_components_draw_without_them(name: str, params: dict[str, Any]) -> None:
    loader = jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")})
    plain = jinja2.Environment(loader=loader, autoescape=True)
    module = plain.get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    macro = getattr(module, "govuk" + name.title().replace("-", ""))
    assert _laid_out(drawing.component(name, **params)) == _laid_out(macro(params))


def _laid_out(html: str) -> str:
    """``html`` without the layout of its source: space between elements and attributes says nothing."""
    return re.sub(r'\s*([<>"])\s*', r"\1", re.sub(r"\s+", " ", html)).strip()


def test_what_was_just_done_is_said_once_at_the_top() -> None:
    done = [{"level_tag": "success", "__str__": "Saved"}, {"level_tag": "error"}, {"level_tag": "info"}]
    drawn = drawing.bare_page("errors/404.html", messages=done)
    assert drawn.count("govuk-notification-banner--success") == 1
    assert drawn.index(">Done<") < drawn.index(">There is a problem<") < drawn.index(">Important<")
