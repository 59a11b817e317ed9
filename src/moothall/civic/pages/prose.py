"""Markdown as safe HTML in the look of the design system.

CommonMark 0.31 with tables; HTML in the text is shown as text, and links lead only to web pages, email and
telephone: the parser's own list of harmless addresses, which refuses ``javascript:`` and its like.
"""

from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

CLASSES = {
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "table_open": "govuk-table",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
    "tr_open": "govuk-table__row",
}
READ = {"text", "code_inline", "code_block", "fence"}
"""Tokens that hold words."""
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def drawn(text: str) -> Markup:
    """``text`` as HTML; a heading of the first rank becomes one of the second, below the page's own."""
    tokens = _PARSER.parse(text)
    for token in _all(tokens):
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.tag == "h1":
            token.tag = "h2"
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))  # noqa: S704 (escaped by the parser)


def plain(text: str) -> str:
    """What ``text`` says, without its marks."""
    found = (token.content for token in _all(_PARSER.parse(text)) if token.type in READ)
    return " ".join(" ".join(found).split())


def _all(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())
