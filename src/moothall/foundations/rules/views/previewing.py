"""What a change of rules would mean: who decides when, whom it reaches, which texts would be wrong."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from moothall.foundations.rules import queries, rule_cache
from moothall.foundations.rules.queries.books import Book, Edition
from moothall.foundations.rules.rule_cache import RuleVersion
from moothall.foundations.rules.rules.figures import quoted
from moothall.foundations.rules.rules.quoting import Stale, numbers, stale
from moothall.foundations.rules.table_views.drawn import sheets_of
from moothall.foundations.rules.views.books import drawn, reviewed, tests_of
from moothall.foundations.rules.views.comparing import differences
from moothall.foundations.rules.views.presenters import pages
from moothall.foundations.rules.views.what_if import reach
from moothall.kernel.act import Act


def preview(act: Act, book: Book, *, path: str, text: str, instead_of: str) -> dict[str, Any]:
    """Everything a page shows of the change: ``text`` in the file ``path`` (empty: without that file)."""
    replaced = next((one for one in book.live if one.path in {instead_of, path}), None)
    after = [one.compiled for one in book.live if one is not replaced]
    if not text:
        return {"replaced": replaced, "periods": pages.period_rows(after)}
    draft = rule_cache.compiled(path, text)
    return {
        "periods": pages.period_rows([draft, *after]),
        "stale": list(_stale(book, replaced, draft, after)),
        "sheets": [drawn(sheet) for sheet in sheets_of(draft.rules)],
        "review": pages.proved(reviewed(path, text)),
        "tests": tests_of(draft),
        "draft_dates": pages.dates(draft.about),
        "draft_version": draft.about.version,
    } | _compared(act, book, replaced, draft)


def _compared(act: Act, book: Book, replaced: Edition | None, draft: RuleVersion) -> dict[str, Any]:
    """The draft beside what it takes the place of, or what is in force."""
    old = replaced or book.in_force(pages.today_of(act).isoformat())
    people = queries.population(act)
    return {
        "people": people,
        "reach": reach(act, book, old.compiled.rules, draft.rules, people) if old and people else None,
        "compared_with": pages.edition_name(old) if old else "",
        "differences": differences(old, draft.rules) if old else None,
    }


def _stale(
    book: Book, replaced: Edition | None, draft: RuleVersion, others: list[RuleVersion]
) -> Iterator[Stale]:
    """Texts of the service, and reasons in its rules, that name an amount which no version says any more."""
    if replaced is None:
        return
    after = numbers(cell for version in (draft, *others) for cell in _cells(version))
    texts = {
        f"{language}: {key}": text for language, said in book.pack.texts.items() for key, text in said.items()
    }
    reasons = {_("a reason in these rules"): " ".join(_reasons(draft))}
    yield from stale(numbers(_cells(replaced.compiled)), after, texts | reasons)


def _cells(version: RuleVersion) -> Iterator[str]:
    for sheet in sheets_of(version.rules):
        yield sheet.formula
        yield from (cell.text for row in sheet.rows for cell in row.results)
        yield from (cell.text for cell in sheet.otherwise)


def _reasons(version: RuleVersion) -> Iterator[str]:
    return (quoted(row.because, version.figures) for sheet in sheets_of(version.rules) for row in sheet.rows)
