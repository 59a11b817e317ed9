"""Two versions of some rules side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.engines.dmn import RuleSet
from moothall.foundations.rules import forms
from moothall.foundations.rules.queries import books
from moothall.foundations.rules.queries.books import Book, Edition
from moothall.foundations.rules.table_views.changes import Difference, TableViewChange, changes, input_changes
from moothall.foundations.rules.views.books import READS, around, chosen_edition
from moothall.foundations.rules.views.presenters import pages
from moothall.kernel.doors.web import act_of, page


@page(allow=READS)
def compare_page(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """What is different between two versions: rules added, removed and changed."""
    act = act_of(request)
    book = books.book(act, pack=pack, name=name)
    edition = chosen_edition(act, book, request.GET.get("version", ""))
    pair = _chosen(book, request, edition)
    content = around(act, book, edition) | {
        "form": forms.pair(edition_options(book), None, **{side: one.key for side, one in pair.items()}),
        "pair": {side: pages.edition_name(one) for side, one in pair.items()},
        "differences": differences(pair["old"], pair["new"].compiled.rules) if len(pair) == 2 else None,
    }
    return render(request, "rules/compare.html", content)


def _chosen(book: Book, request: HttpRequest, edition: Edition) -> dict[str, Edition]:
    """The two versions asked for; without any, the one shown and its neighbour."""
    asked = {side: book.edition(request.GET.get(side, "")) for side in ("old", "new")}
    found = {side: one for side, one in asked.items() if one is not None}
    if len(found) == 2:
        return found
    others = [one for one in book.editions if one.key != edition.key]
    if not others:
        return {"old": edition}
    pair = sorted((edition, others[0]), key=lambda one: (one.about.valid_from, one.pack_version))
    return {"old": pair[0], "new": pair[1]}


def edition_options(book: Book) -> list[tuple[str, str]]:
    """Every version to choose from."""
    return [(one.key, f"{pages.edition_name(one)}, {pages.dates(one.about)}") for one in book.editions]


def differences(old: Edition, new: RuleSet) -> dict[str, object]:
    """What is different in ``new``, in the shape that its template draws."""
    before = old.compiled.rules
    found = changes(before, new)
    facts = (*_about(before, new), *input_changes(before, new))
    return {"facts": facts, "sheets": found, "count": len(facts) + sum(map(_count, found))}


def _count(change: TableViewChange) -> int:
    return max(len(change.rows) + len(change.facts), 1)


def _about(old: RuleSet, new: RuleSet) -> list[Difference]:
    before, after = old.model.about, new.model.about
    found = [
        Difference(pages.fact(name), *(pages.day_words(getattr(about, name)) for about in (before, after)))
        for name in ("citation", "version", "valid_from", "valid_to")
    ]
    return [one for one in found if one.before != one.after]
