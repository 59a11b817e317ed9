"""A page that lists: filters above, a table that stacks its rows on a narrow screen, the next page below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import cells, drawing
from moothall.design.cells import NO_MARKUP
from moothall.design.forms import Form
from moothall.kernel.act import Act
from moothall.kernel.doors import lists, web
from moothall.kernel.doors.rendering import render
from moothall.kernel.paging import Page

T = TypeVar("T")
R = TypeVar("R")
Words = str | Promise
LIMIT = 50
"""Rows on a page of a list."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A heading, and what stands under it of each row: text, or what :mod:`moothall.design.cells` draws."""

    title: Words
    cell: Callable[[R], object]
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class RowAction:
    """What can be done with a row: a link, or a button that ``posts`` with ``fields``; ``about`` names the
    row."""

    text: Words
    href: str
    about: str = ""
    posts: bool = False
    fields: tuple[tuple[str, str], ...] = ()


def as_found(act: Act, found: Sequence[T]) -> Sequence[T]:
    """Rows that are the records themselves."""
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another page, by the name of its address, for those with the permission it ``needs``. One
    ``is_main`` looks like a button."""

    text: Words
    address: str
    needs: str = ""
    is_main: bool = False

    @property
    def href(self) -> str:
        """Its path."""
        return reverse(self.address)


@dataclass(frozen=True, slots=True)
class Empty:
    """What is said where a list has no rows: that it has none, what that means, and what when filtered."""

    title: Words
    words: Words = ""
    when_filtered: Words = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The context of a page that lists."""

    title: Words
    lead: Words
    back: Way | None
    ways: Sequence[Way]
    below: Sequence[Way]
    above: Markup
    form: Form | None
    chosen: int
    table: Markup
    empty: Words
    empty_words: Words
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Listing(Generic[T, R]):
    """A page that lists what a query hands out, a page at a time, in the query's order.

    Args:
        title: of the page; ``caption``: of the table, which says the order.
        query: called with the act, ``cursor``, ``limit`` and what the filters narrow it to.
        rows: makes rows of the found records, all at once, so that what they share is looked up once.
        columns: what stands in each row; the first names it.
        actions: what can be done with a row.
        filters: makes a form that is sent with the address; its answers are the query's arguments by name.
        lead, above: a sentence under the title, and what else stands over the table (given the token that
            forms carry).
        has_keys: whether J and K move between the rows.
        back, ways, below: links to the page it belongs to, over the list, and below it.
    """

    title: Words
    caption: Words
    query: Callable[..., Page[T]]
    rows: Callable[[Act, Sequence[T]], Sequence[R]]
    columns: Sequence[Column[R]]
    empty: Empty
    actions: Callable[[Act, R], Sequence[RowAction]] | None = None
    filters: Callable[[Act], type[Form]] | None = None
    lead: Words = ""
    above: Callable[[Act, SafeString], Markup] | None = None
    back: Way | None = None
    ways: Sequence[Way] = ()
    below: Sequence[Way] = ()
    has_keys: bool = False

    def drawn(self, request: HttpRequest) -> HttpResponse:
        """The page that ``request`` asks for."""
        act = web.act_of(request)
        form = _asked(request, self.filters(act)) if self.filters else None
        narrowed = _narrowed(form)
        found = self.query(
            act, **narrowed, cursor=lists.cursor_of(request), limit=lists.limit_of(request, most=LIMIT)
        )
        hrefs = lists.hrefs(request, found)
        context = Listed(
            title=self.title,
            lead=self.lead,
            back=self.back,
            ways=[way for way in self.ways if not way.needs or act.may(way.needs)],
            below=[way for way in self.below if not way.needs or act.may(way.needs)],
            above=self.above(act, csrf_input(request)) if self.above else NO_MARKUP,
            form=form,
            chosen=len(narrowed),
            table=self._table(request, act, found.items) if found.items else NO_MARKUP,
            empty=self.empty.title,
            empty_words=(narrowed and self.empty.when_filtered) or self.empty.words,
            next_href=hrefs["next_href"],
            first_href=hrefs["first_href"],
        )
        return render(request, "design/pages/listing.html", context)

    def _table(self, request: HttpRequest, act: Act, found: Sequence[T]) -> Markup:
        rows = self.rows(act, found)
        heads: list[object] = [
            (str(one.title), "number") if one.is_number else str(one.title) for one in self.columns
        ]
        drawn = [[column.cell(row) for column in self.columns] for row in rows]
        if self.actions:
            heads.append(_("Actions"))
            token = csrf_input(request)
            drawn = [
                [*cells_of, _actions(self.actions(act, row), token)]
                for cells_of, row in zip(drawn, rows, strict=True)
            ]
        return drawing.part("table", str(self.caption), heads, drawn, keys=self.has_keys)


def _asked(request: HttpRequest, form: type[Form]) -> Form:
    """The filters as they were sent; as they begin, when the address says nothing of them."""
    made = form(request.GET)
    return made if made.fields.keys() & {name.split("-")[0] for name in request.GET} else form()


def _narrowed(form: Form | None) -> Mapping[str, Any]:
    """What was chosen of the filters; nothing of ones that cannot be."""
    if form is None or not form.is_bound or not form.is_valid():
        return {}
    return {name: value for name, value in form.cleaned_data.items() if value}


def _actions(actions: Sequence[RowAction], token: SafeString) -> Markup:
    return Markup(" ").join(_action(one, token) for one in actions)


def _action(one: RowAction, token: SafeString) -> Markup:
    if not one.posts:
        return cells.link(one.text, one.href, about=one.about)
    return drawing.part("act_link", str(one.text), one.href, token, one.fields, one.about)
