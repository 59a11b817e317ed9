"""Words as HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.journeys.rules.prose import prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.", "<p>One.</p>"),
        ("One\ntwo.\n\nThree.", "<p>One two.</p>\n<p>Three.</p>"),
        ("- a\n- b\n  more", '<ul class="govuk-list govuk-list--bullet"><li>a</li><li>b\n  more</li></ul>'),
        ("See [us](/x).", '<p>See <a class="govuk-link" href="/x">us</a>.</p>'),
        ("[home](/)", '<p><a class="govuk-link" href="/">home</a></p>'),
        ("[bad](javascript:alert)", "<p>[bad](javascript:alert)</p>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("", ""),
    ],
)
def test_words_become_paragraphs_lists_and_links(text: str, html: str) -> None:
    assert prose(text) == html


@given(st.text(alphabet="<>\"'[]()/ab:-\n ", max_size=80))
def test_no_markup_of_an_author_gets_through(text: str) -> None:
    shown = str(prose(text))
    for tag in (
        "<p>",
        "</p>",
        "<li>",
        "</li>",
        "</ul>",
        '<ul class="govuk-list govuk-list--bullet">',
        "</a>",
    ):
        shown = shown.replace(tag, "")
    assert "<" not in shown.replace('<a class="govuk-link" href="', "")
