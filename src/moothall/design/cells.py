"""What stands in the cells of tables, drawn in Python: a list may have a thousand of them."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from moothall.design import drawing

NO_MARKUP = Markup("")
NOTHING = "–"
"""Stands where there is nothing to say."""


def link(text: object, href: str, *, about: object = "") -> Markup:
    """A link; ``about`` is said by screen readers only, for who hears it outside its row."""
    hidden = Markup('<span class="govuk-visually-hidden"> {}</span>').format(about) if about else ""
    return Markup('<a class="govuk-link" href="{}">{}{}</a>').format(href, text, hidden)


def tag(text: object, tone: str = "") -> Markup:
    """How something stands, with the tone of its colour."""
    return drawing.part("tag", str(text), tone)


def button(text: object, href: str, kind: str = "") -> Markup:
    """A link that looks like a button: secondary or warning."""
    return drawing.part("button", str(text), href, kind)


def note(text: object) -> Markup:
    """What is beside the point, in small."""
    return Markup('<span class="moot-note">{}</span>').format(text)


def lines(texts: Iterable[object]) -> Markup:
    """Each on a line of its own."""
    return Markup("<br>").join(escape(text) for text in texts)


def bullets(texts: Iterable[object]) -> Markup:
    """A list inside a cell."""
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
    return Markup('<ul class="govuk-list">{}</ul>').format(items) if items else NO_MARKUP


def words(*parts: object) -> Markup:
    """What is there of ``parts``, with spaces between."""
    return Markup(" ").join(escape(part) for part in parts if part)
