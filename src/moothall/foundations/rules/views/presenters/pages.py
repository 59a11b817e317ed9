"""How rules are put on pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import drawing, words
from moothall.engines.dmn import About, Findings, Review
from moothall.engines.dmn.tables.words import shown
from moothall.foundations.rules.queries.books import Edition
from moothall.foundations.rules.rule_cache import RuleVersion
from moothall.foundations.rules.rules.periods import periods
from moothall.foundations.rules.table_views.changes import RESULT
from moothall.foundations.rules.table_views.drawn import Cell, DecisionTableView
from moothall.kernel.act import Act
from moothall.services.pack_cache import PublishedPack

NO_BREAK = "\u00a0"
WITHOUT_PENCE = 10_000
"""From this amount on pennies say nothing."""


def today_of(act: Act) -> date:
    """The day of the act in the place's zone."""
    return timezone.localtime(act.at).date()


def choosing(word: str) -> str:
    """How a table chooses among the rules that fit, as a sentence."""
    return {
        "unique": _("Exactly one rule fits each case."),
        "first": _("The first rule that fits decides."),
        "any": _("Several rules may fit; they all say the same."),
        "priority": _("Of the rules that fit, the one with the most important result decides."),
        "collect": _("Every rule that fits adds to the list."),
        "rule order": _("Every rule that fits adds to the list, in the order of the rules."),
        "output order": _("Every rule that fits adds to the list, the most important result first."),
        "sum": _("The results of all rules that fit are added up."),
        "count": _("The result is how many rules fit."),
        "least": _("The least result of all rules that fit counts."),
        "most": _("The greatest result of all rules that fit counts."),
    }.get(word, "")


def value_words(value: Any) -> str:
    """A result in words."""
    if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        return "; ".join(map(shown, value)) or _("nothing")
    return shown(value)


def amount_words(hundredths: int, *, is_money: bool) -> str:
    """An amount in hundredths with as many decimals as it needs: £1,250, 3.50 or, of much, none."""
    amount = Decimal(hundredths) / 100
    is_whole = amount == amount.to_integral_value() or abs(amount) >= WITHOUT_PENCE
    number = f"{amount:,.0f}" if is_whole else f"{amount:,.2f}"
    return f"£{number}" if is_money else number


def service_title(pack: PublishedPack) -> str:
    """What the service is called."""
    return pack.words()("service.title")


def version_name(version: RuleVersion) -> str:
    """What a version is called by itself, else by its file."""
    if version.about.version:
        return _("Version %(version)s") % {"version": version.about.version}
    return version.path.partition("/")[2]


def edition_name(edition: Edition) -> str:
    """A version in a few words."""
    named = version_name(edition.compiled)
    if edition.is_live:
        return named
    return _("%(version)s, as it was in edition %(number)s of the service") % {
        "version": named,
        "number": edition.pack_version,
    }


def dates(about: About) -> str:
    """From when to when rules apply."""
    begins, ends = day_words(about.valid_from), day_words(about.valid_to)
    if begins and ends:
        return _("from %(begin)s to %(end)s") % {"begin": begins, "end": ends}
    if begins:
        return _("from %(begin)s") % {"begin": begins}
    return _("until %(end)s") % {"end": ends} if ends else _("without a beginning or an end")


def period_rows(versions: list[RuleVersion]) -> list[tuple[str, str, bool]]:
    """Who decides when, in words: the days, the version, and whether it is a gap in which none does."""
    rows = []
    for period in periods([one.about for one in versions]):
        first, last = day_words(period.first), day_words(period.last)
        days = _days(first, last)
        if period.version is None:
            rows.append((days, _("No version: nobody can ask in these days"), True))
        else:
            rows.append((days, version_name(versions[period.version]), False))
    return rows


def _days(first: str, last: str) -> str:
    if first and last:
        return _("%(begin)s to %(end)s") % {"begin": first, "end": last}
    if first:
        return _("From %(begin)s") % {"begin": first}
    return _("Until %(end)s") % {"end": last} if last else _("Always")


def standing(edition: Edition, in_force: Edition | None, today: date) -> Markup:
    """Whether a version decides now, later, or no more, as a tag."""
    if in_force is not None and edition.text == in_force.text and edition.is_live:
        return drawing.part("tag", _("In force"), "good")
    if not edition.is_live:
        return drawing.part("tag", _("Replaced"), "")
    if edition.about.valid_from > today.isoformat():
        return drawing.part("tag", _("To come"), "info")
    return drawing.part("tag", _("Over"), "")


def day_words(text: str) -> str:
    """A day as rules write it (``yyyy-mm-dd``), in words."""
    try:
        return words.plain_date(date.fromisoformat(text)) if text else ""
    except ValueError:
        return text


def sheet_columns(sheet: DecisionTableView) -> list[str]:
    """The headings of a decision's table."""
    results = [_("Then: %(name)s") % {"name": name} for name in sheet.outputs]
    return [_("Rule"), *sheet.columns, *results, *([_("Because")] if sheet.has_reasons else [])]


def sheet_rows(
    sheet: DecisionTableView, deciding: Iterable[int] = (), *, is_default: bool = False
) -> list[dict[str, Any]]:
    """The rows of a decision's table; those by which it was ``deciding`` (from 0) are marked."""
    chosen = set(deciding)
    rows = [
        {
            "cells": [
                rule_words(row.number),
                *(_condition(cell) for cell in row.tests),
                *(_conclusion(cell) for cell in row.results),
                *([row.because or "–"] if sheet.has_reasons else []),
            ],
            "decides": row.number - 1 in chosen,
        }
        for row in sheet.rows
    ]
    if sheet.otherwise:
        blank = "–"
        cells = [_("Otherwise"), *[blank] * len(sheet.columns), *map(_conclusion, sheet.otherwise)]
        rows.append({"cells": [*cells, *([blank] if sheet.has_reasons else [])], "decides": is_default})
    return rows


def rule_words(number: int) -> str:
    """A rule by its number, never torn apart."""
    return (_("Rule %(number)s") % {"number": number}).replace(" ", NO_BREAK)


def _condition(cell: Cell) -> str:
    return cell.words or _("any")


def _conclusion(cell: Cell) -> str:
    if cell.is_worked_out:
        return _("worked out: %(formula)s") % {"formula": cell.words}
    return cell.words or "–"


def fact(name: str) -> str:
    """What a fact about rules or a table is called."""
    if name.startswith(RESULT):
        return _("Then: %(name)s") % {"name": name.removeprefix(RESULT)}
    return {
        "citation": _("The law or policy"),
        "version": _("Version"),
        "valid_from": _("Applies from"),
        "valid_to": _("Applies until"),
        "choose": _("How the table chooses"),
        "formula": _("Worked out as"),
        "title": _("Title"),
        "otherwise": _("Otherwise"),
        "because": _("Because"),
    }.get(name, name)


def proved(review: Review) -> dict[str, Any]:
    """What is proved of some rules, in the shape that its template draws."""
    return {
        "problems": [problem.message for problem in review.problems],
        "remarks": [remark.message for remark in review.remarks],
        "rows": [
            [name, _covers(found), _contradicts(found), _idle(found)]
            for name, found in review.findings.items()
        ],
    }


def _covers(found: Findings) -> str:
    if not found.complete:
        return _("Too many cases to go through; “otherwise” covers the rest")
    if not found.gaps:
        return _("Yes")
    if found.has_default:
        return _("Yes, by “otherwise”. For example: %(case)s") % {"case": found.gaps[0]}
    return _("No. For example: %(case)s") % {"case": found.gaps[0]}


def _contradicts(found: Findings) -> str:
    if not found.contradictions:
        return _("No")
    return _("Yes. For example: %(case)s") % {"case": found.contradictions[0].case}


def _idle(found: Findings) -> str:
    if not found.unreachable:
        return _("None")
    return _("Rule %(numbers)s") % {"numbers": words.listed(number + 1 for number in found.unreachable)}
