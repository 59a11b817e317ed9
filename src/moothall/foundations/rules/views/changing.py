"""Putting in a new text of some rules: checked as at every publication, shown, then proposed."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.design.forms import Form
from moothall.engines.dmn import RuleError, sheet_text
from moothall.foundations.rules import forms, queries, rule_cache
from moothall.foundations.rules.queries import books, changes
from moothall.foundations.rules.queries.books import Book
from moothall.foundations.rules.views.books import around, chosen_edition
from moothall.foundations.rules.views.drafting import propose
from moothall.foundations.rules.views.presenters import pages
from moothall.foundations.rules.views.previewing import preview
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.doors.presence import as_uuid
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.gate import reading
from moothall.kernel.refusal import Refused
from moothall.services.adopting import PackRefused
from moothall.services.problems import Place, Problem, in_words
from moothall.services.queries.drafts import others_may_publish

BOOK_ENDING = ".xlsx"
MOST_OCTETS = 3 * changes.MOST_OCTETS + forms.MOST_UPLOAD
"""The text, in which browsers may write three octets for one, and a file."""
AROUND = 2
"""Lines shown before and after one with a problem."""


@page(allow=allow.staff("packs.draft"), reads=False, most_octets=MOST_OCTETS)
def change_page(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Write or upload a version of some rules, see what is wrong or what it would do, and propose it."""
    act = act_of(request)
    with reading(act):
        book = books.book(act, pack=pack, name=name)
        edition = chosen_edition(act, book, request.GET.get("version", ""))
    content = around(act, book, edition) | {"base": book.pack.id, "key": clock.token()}
    if request.method != "POST":
        is_live = any(one.path == edition.path for one in book.live)
        start = {"instead_of": edition.path if is_live else "", "text": edition.text}
        return render(request, "rules/change.html", content | {"form": _form(book, None, None, **start)})
    form = _form(book, request.POST, request.FILES)
    content |= {"form": form, "base": request.POST.get("base", "")}
    if not form.is_valid():
        return render(request, "rules/change.html", content, status=422)
    return _weighed(request, act, book, form, content)


def _form(book: Book, typed: Any, files: Any, **initial: str) -> Form:
    places = [(one.path, f"{pages.edition_name(one)}, {pages.dates(one.about)}") for one in book.live]
    return forms.change(places, typed, files, **initial)


def _weighed(request: HttpRequest, act: Act, book: Book, form: Form, content: dict[str, Any]) -> HttpResponse:
    """The draft with what is wrong with it, or what it says; proposed when that was asked."""
    try:
        text, ending = _text(form)
        path = _path(book.name, form.cleaned_data, ending)
        draft = {"pack": book.pack.pack.name, "path": path, "text": text,
                 "instead_of": form.cleaned_data["instead_of"]}  # fmt: skip
        form = _kept(book, form, text)
        if "again" in request.POST:
            return render(request, "rules/change.html", content | {"form": form})
        if "propose" in request.POST:
            return propose(request, act, base=_base(request), reason=request.POST.get("reason", ""), **draft)
        problems = queries.problems_of_change(act, **draft)
    except PackRefused as mistaken:
        problems = tuple(mistaken.problems)
    except Refused as refused:
        if "reason" in refused.fields:
            return _previewed(request, act, book, draft, content | {"form": form}, refused)
        form.add_refusal(refused)
        return render(request, "rules/change.html", content | {"form": form}, status=refused.status)
    content |= {"form": form, "path": path}
    if problems:
        content |= {"problems": _beside(problems, path, text)}
        return render(request, "rules/change.html", content, status=422)
    return _previewed(request, act, book, draft, content)


def _previewed(
    request: HttpRequest, act: Act, book: Book, draft: dict[str, str], content: dict[str, Any],
    refused: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    """What the draft would mean, with the reason to give before it goes to somebody else."""
    reason = forms.reason({"reason": request.POST.get("reason", "")} if refused else None)
    if refused:
        reason.is_valid()
    draft = {key: draft[key] for key in ("path", "text", "instead_of")}
    shown = content | {
        "change": preview(act, book, **draft),
        "reason": reason,
        "alone": not others_may_publish(act),
    }
    return render(request, "rules/preview.html", shown, status=refused.status if refused else 200)


def _base(request: HttpRequest) -> UUID:
    """The version of the pack that the draft was begun on; none, if the form does not say."""
    return as_uuid(request.POST.get("base")) or UUID(int=0)


def _text(form: Form) -> tuple[str, str]:
    """The text of the draft and the ending of its notation. Refused for what is no text."""
    upload = form.cleaned_data["file"]
    if not upload:
        text = form.cleaned_data["text"]
        if not text:
            raise Refused(
                _("Choose a file, or write the rules."),
                fields={"text": _("Choose a file, or write the rules")},
            )
        return text, notation_of(text)
    if PurePath(upload.name).suffix.lower() == BOOK_ENDING:
        return _of_workbook(upload.read(), upload.name), "csv"
    try:
        text = upload.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        words = _("Save the file as UTF-8 text and choose it again")
        raise Refused(words, fields={"file": words}) from None
    return text, notation_of(text)


def _of_workbook(octets: bytes, name: str) -> str:
    """The table in a workbook as CSV, so that it can be put right on the page."""
    try:
        return sheet_text(octets, source=name)
    except RuleError as error:
        words = rule_cache.problem_words(error)
        raise Refused(words, fields={"file": words}) from None


def notation_of(text: str) -> str:
    """In which notation a text is written: DMN begins with a tag; YAML names its rules with a colon."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if first.lstrip("\ufeff ").startswith("<"):
        return "dmn"
    head, colon, _rest = first.partition(":")
    return "yaml" if colon and "," not in head else "csv"


def _path(name: str, said: dict[str, str], ending: str) -> str:
    if said["instead_of"]:
        return f"{said['instead_of'].rpartition('.')[0]}.{ending}"
    label = said["label"].strip().lower()
    if not label:
        words = _("Give the version that is added a short name, such as 2027")
        raise Refused(words, fields={"label": words})
    return f"rules/{name}.{label}.{ending}"


def _kept(book: Book, form: Form, text: str) -> Form:
    """The form again with what was typed or uploaded as its text."""
    said = form.cleaned_data
    kept = {"instead_of": said["instead_of"], "label": said["label"], "text": text}
    again = _form(book, kept, None)
    again.is_valid()
    return again


def _beside(problems: Sequence[Problem], path: str, text: str) -> list[dict[str, Any]]:
    """Each problem with the lines around it; those elsewhere in the pack with their file alone."""
    lines = text.splitlines()
    return [
        {
            "where": _where(one, path),
            "words": one.words,
            "lines": _lines(lines, one.place) if one.place and one.place.file == path else [],
        }
        for one in problems
    ]


def _where(problem: Problem, path: str) -> str:
    place = problem.place
    if place is None or place.file != path:
        return place.file if place else in_words(problem.way)
    return _("Line %(line)s, column %(column)s") % {"line": place.line, "column": place.column}


def _lines(lines: list[str], place: Place) -> list[tuple[int, str, bool]]:
    first = max(place.line - 1 - AROUND, 0)
    shown = lines[first : place.line + AROUND]
    return [(first + at + 1, line[:200], first + at + 1 == place.line) for at, line in enumerate(shown)]
