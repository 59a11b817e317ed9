"""A page of one thing: what it is, then panels of facts, tables and forms, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from moothall.design import drawing
from moothall.design.cells import NO_MARKUP
from moothall.design.pages.asking import Ask
from moothall.design.pages.listing import Words
from moothall.kernel.doors.rendering import render

Fact = tuple[Words, object]
Heading = Words | tuple[Words, str]


@dataclass(frozen=True, slots=True)
class Detail:
    """The context of a page of one thing. ``back`` is a path with its words; ``tag`` says how it stands;
    panels are ready markup or forms to send, ``aside`` those that stand beside on a wide screen."""

    title: str
    back: tuple[str, Words]
    panels: Sequence[Markup | Ask]
    tag: Markup = NO_MARKUP
    lead: Words | Markup = ""
    aside: Sequence[Markup | Ask] = ()

    def drawn(self, request: HttpRequest, *, status: int = 200) -> HttpResponse:
        """The page."""
        return render(request, "design/pages/detail.html", self, status=status)


def summary(rows: Sequence[Fact], *, title: Words = "") -> Markup:
    """What is known of it: names and values; those without a value are left out."""
    told = [{"key": str(key), "value": value} for key, value in rows if value]
    return drawing.part("summary", told, str(title)) if told else Markup("")


def table(caption: Words, columns: Sequence[Heading], rows: Sequence[Sequence[object]]) -> Markup:
    """A table, if it has rows; ``(words, "number")`` heads a column of figures."""
    heads = [one if isinstance(one, tuple) else str(one) for one in columns]
    return drawing.part("table", str(caption), heads, rows) if rows else Markup("")


def section(title: Words, *parts: object) -> Markup:
    """Something under a heading of its own."""
    return Markup('<section class="moot-section"><h2>{}</h2>{}</section>').format(
        title, Markup("").join(Markup("{}").format(part) for part in parts)
    )
