"""The rules of an organisation's services: the list, and one set with its tables, tests and proof."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.engines.dmn import (
    Review,
    RuleError,
    review,
    run_examples,
    write_csv,
    write_dmn,
    write_yaml,
)
from moothall.foundations.rules import queries, rule_cache
from moothall.foundations.rules.queries import books
from moothall.foundations.rules.queries.books import Book, Edition
from moothall.foundations.rules.rule_cache import RuleVersion
from moothall.foundations.rules.table_views.asked import asked_of
from moothall.foundations.rules.table_views.drawn import DecisionTableView, sheets_of
from moothall.foundations.rules.views.presenters import pages
from moothall.kernel import allow, navigation
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.refusal import NotFound
from moothall.services.queries import drafts
from moothall.services.standing import standing

MAX_ENTRIES = 100
READS = allow.staff("rules.read")
TYPES = {
    "yaml": "application/yaml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "dmn": "application/xml; charset=utf-8",
}


@page(allow=READS)
def shelf_page(request: HttpRequest) -> HttpResponse:
    """The rules of the organisation's live services, and where any of them fail."""
    act = act_of(request)
    found = books.packs_with_rules(act, cursor=lists.cursor_of(request))
    services = [
        {
            "title": pages.service_title(pack),
            "rules": [_line(act, pack.pack.name, pack.files, name) for name in rule_cache.names(pack.files)],
        }
        for pack in found.items
    ]
    content = {
        "services": services,
        "failing": queries.failures(act) if act.may("packs.publish") else [],
        **lists.hrefs(request, found),
    }
    return render(request, "rules/list.html", content)


def _line(act: Act, pack: str, files: Any, name: str) -> dict[str, Any]:
    """One set of rules in the list: the version in force, and the next."""
    today = pages.today_of(act).isoformat()
    try:
        versions = rule_cache.versions(files, name)
    except RuleError:
        return {"title": name, "about": "", "href": reverse("rules:book", args=[pack, name]), "unread": True}
    now = next((one for one in versions if one.about.applies_on(today)), None)
    to_come = [one for one in versions if one.about.valid_from > today]
    return {
        "title": versions[0].file.model.name,
        "about": (now or versions[0]).file.model.description,
        "href": reverse("rules:book", args=[pack, name]),
        "now": now.about if now else None,
        "now_dates": pages.dates(now.about) if now else "",
        "next": to_come[-1].about if to_come else None,
        "next_dates": pages.dates(to_come[-1].about) if to_come else "",
    }


@page(allow=READS)
def book_page(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """One set of rules: a version drawn as tables, what is proved of it, and its tests."""
    act = act_of(request)
    book = books.book(act, pack=pack, name=name)
    edition = chosen_edition(act, book, request.GET.get("version", ""))
    version = edition.compiled
    content = (
        around(act, book, edition)
        | {
            "sheets": [drawn(sheet) for sheet in sheets_of(version.rules)],
            "inputs": _inputs(version),
            "review": pages.proved(reviewed(edition.path, edition.text)),
            "tests": tests_of(version),
            "periods": pages.period_rows([one.compiled for one in book.live]),
            "is_to_come": edition.is_live and edition.about.valid_from > pages.today_of(act).isoformat(),
        }
        | _changes(act, book, lists.cursor_of(request))
        | _downloads(book, edition)
    )
    return render(request, "rules/book.html", content)


@page(allow=READS)
def download(request: HttpRequest, pack: str, name: str, key: str, notation: str) -> HttpResponse:
    """A version as a file: YAML, DMN XML, or one of its tables as CSV."""
    act = act_of(request)
    edition = books.book(act, pack=pack, name=name).edition(key)
    if edition is None or notation not in TYPES:
        raise NotFound(_("There is no such version of these rules."))
    try:
        text = _written(edition, notation, request.GET.get("table", ""))
    except RuleError as error:
        raise NotFound(rule_cache.problem_words(error)) from None
    response = HttpResponse(text, content_type=TYPES[notation])
    response["Content-Disposition"] = f'attachment; filename="{name}-{key}.{notation}"'
    return response


def _written(edition: Edition, notation: str, table: str) -> str:
    """The version's own text where it is in that notation, else written from what it says."""
    file = edition.compiled.file
    if edition.path.endswith(notation):
        return edition.text
    if notation == "csv":
        return write_csv(file.model, table)
    return write_dmn(file.model) if notation == "dmn" else write_yaml(file.model, file.tests)


def _changes(act: Act, book: Book, cursor: str) -> dict[str, Any]:
    """Who changed these rules, when and why, the latest first; with the way to earlier changes."""
    pack = book.pack.pack.name
    if not act.may("packs.draft"):
        return {}
    found = drafts.drafts_of(act, pack=pack, part=f"{rule_cache.FOLDER}{book.name}", cursor=cursor)
    earlier = f"?{urlencode({lists.CURSOR: found.next})}#changes" if found.has_more else ""
    changes = [(one, standing(one), navigation.page(Known.DRAFT, one.id)) for one in found.items]
    return {"changes": changes, "earlier_href": earlier}


def _downloads(book: Book, edition: Edition) -> dict[str, list[tuple[str, str]]]:
    """What can be downloaded, whole and table by table: words and address."""
    args = [book.pack.pack.name, book.name, edition.key]
    address = reverse("rules:download", args=[*args, "csv"])
    tables = [sheet for sheet in sheets_of(edition.compiled.rules) if sheet.is_table]
    return {
        "downloads": [
            (
                _("Everything, to change and put in again (YAML)"),
                reverse("rules:download", args=[*args, "yaml"]),
            ),
            (_("Everything, for a modelling tool (DMN)"), reverse("rules:download", args=[*args, "dmn"])),
        ],
        "tables": [(sheet.title, f"{address}?{urlencode({'table': sheet.name})}") for sheet in tables],
    }


def chosen_edition(act: Act, book: Book, key: str) -> Edition:
    """The version with that key; without one the version in force, or else the latest."""
    if key:
        found = book.edition(key)
        if found is None:
            raise NotFound(_("There is no such version of these rules."))
        return found
    return book.in_force(pages.today_of(act).isoformat()) or book.editions[0]


def around(act: Act, book: Book, edition: Edition) -> dict[str, Any]:
    """What every page about one version of some rules shows."""
    today = pages.today_of(act)
    in_force = book.in_force(today.isoformat())
    known = {
        "book": book,
        "pack_name": book.pack.pack.name,
        "service": pages.service_title(book.pack),
        "edition": edition,
        "edition_name": pages.edition_name(edition),
        "title": edition.compiled.file.model.name,
        "description": edition.compiled.file.model.description,
        "dates": pages.dates(edition.about),
        "standing": pages.standing(edition, in_force, today),
        "editions": [
            (one, pages.edition_name(one), pages.dates(one.about), pages.standing(one, in_force, today))
            for one in book.editions
        ],
        "may_publish": act.may("packs.publish"),
    }
    return {**known, "around": known, "fact": pages.fact}


def drawn(sheet: DecisionTableView, deciding: Any = (), *, is_default: bool = False) -> dict[str, Any]:
    """A decision in the shape that its template draws."""
    return {
        "sheet": sheet,
        "choosing": pages.choosing(sheet.choose),
        "columns": pages.sheet_columns(sheet),
        "rows": pages.sheet_rows(sheet, deciding, is_default=is_default),
    }


def _inputs(version: RuleVersion) -> list[list[str]]:
    kinds = {one.name: one for one in asked_of(version.rules)}
    return [
        [name, one.question if one.question != name else "–", ", ".join(one.values) or one.holds]
        for name, one in kinds.items()
    ]


@lru_cache(maxsize=MAX_ENTRIES)
def reviewed(path: str, text: str) -> Review:
    """What is proved of the rules in a text; looked at once per process."""
    return review(rule_cache.compiled(path, text).rules)


def tests_of(version: RuleVersion) -> list[dict[str, Any]]:
    """Every test beside the rules, run now: its name, what it gives and expects, and what is wrong."""
    return [
        {
            "name": test.name,
            "given": pages.value_words(dict(test.given)),
            "expect": pages.value_words(dict(test.expect)),
            "wrong": _wrong(version, test),
        }
        for test in version.file.tests
    ]


def _wrong(version: RuleVersion, test: Any) -> str:
    try:
        return " ".join(miss.words for miss in run_examples(version.rules, (test,)))
    except RuleError as error:
        return rule_cache.problem_words(error)
    except (TypeError, ValueError) as error:
        return str(error)
