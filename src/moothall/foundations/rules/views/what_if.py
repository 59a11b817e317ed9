"""What another version of some rules would do to a population: asked on one page, answered on the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.design.forms import Form
from moothall.engines.dmn import Results, RuleError, RuleSet, compile_rules, write_yaml
from moothall.foundations.rules import forms, queries, rule_cache
from moothall.foundations.rules.queries import books
from moothall.foundations.rules.queries.books import Book, Edition
from moothall.foundations.rules.queries.population import People
from moothall.foundations.rules.table_views.asked import asked_of
from moothall.foundations.rules.table_views.drawn import DecisionTableView, final_decisions, sheets_of
from moothall.foundations.rules.table_views.edits import CellsMistaken, Position, edited
from moothall.foundations.rules.views.books import READS, around, chosen_edition
from moothall.foundations.rules.views.comparing import edition_options
from moothall.foundations.rules.views.presenters import findings, pages
from moothall.foundations.rules.what_if.comparing import Change, change
from moothall.foundations.rules.what_if.grouping import MOST_GROUPS
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.gate import reading
from moothall.kernel.queries import matters

CELL = "cell-"
MOST_CELLS = 600
YEAR = timedelta(days=365)


@dataclass
class Asking:
    """What the page asks: two versions (or one with cells typed in), a result, a group, other inputs."""

    book: Book
    edition: Edition
    people: People
    typed: Mapping[str, Any] | None
    sheet: DecisionTableView | None = None
    cells: dict[Position, str] = field(default_factory=dict)
    wrong: dict[Position, str] = field(default_factory=dict)
    failed: str = ""

    def __post_init__(self) -> None:
        self.form = self._form()
        self.asked = [one for one in asked_of(self.rules) if one.name not in self.columns]
        self.others = forms.answers(self.asked, self.typed)

    @property
    def rules(self) -> RuleSet:
        """The version to begin with."""
        return self.edition.compiled.rules

    @property
    def columns(self) -> dict[str, Results]:
        """A column of the population for each input that has one of its name."""
        return columns_for(self.rules, self.people)

    def _form(self, parts: tuple[str, ...] = ()) -> Form:
        final = final_decisions(self.rules.model)
        decisions = [*final, *(one.name for one in self.rules.model.decisions if one.name not in final)]
        later = [one for one in self.book.editions if one.key != self.edition.key]
        sense = forms.WORSE if is_charged(self.book, final[0]) else forms.BETTER
        return forms.what_if(
            editions=edition_options(self.book),
            decisions=[(name, self.rules.decision(name).label or name) for name in decisions],
            groups=[(name, name) for name in group_names(self.people)],
            parts=parts,
            types_in=self.sheet is not None,
            typed=self.typed,
            old=self.edition.key,
            new=(later or [self.edition])[0].key,
            decision=final[0],
            sense=sense,
            group=next(iter(group_names(self.people)), ""),
        )

    def answered(self) -> Change | None:
        """What would change; nothing, and why in ``failed`` or ``wrong``, when that cannot be said."""
        if not (self.form.is_valid() and self.others.is_valid()):
            return None
        said = self.form.cleaned_data
        try:
            return change(
                self.rules,
                self.other_rules(),
                said["decision"],
                self.columns | self._fixed(),
                part=said.get("part", ""),
                more_is_better=said["sense"] == forms.BETTER,
            )
        except CellsMistaken as mistaken:
            self.wrong = mistaken.words
        except RuleError as error:
            self.failed = rule_cache.problem_words(error)
        except (TypeError, ValueError) as error:
            self.failed = str(error)
        return None

    def other_rules(self) -> RuleSet:
        """The version to compare with. Raises ``CellsMistaken`` and ``RuleError``."""
        if self.sheet is not None:
            return compile_rules(edited(self.rules.model, self.sheet.name, self.cells))
        chosen = self.book.edition(self.form.cleaned_data["new"])
        return (chosen or self.edition).compiled.rules

    def _fixed(self) -> dict[str, Results]:
        """Inputs the population says nothing of, the same for everybody."""
        given = forms.answers_given(self.others, self.asked)
        everybody = np.zeros(self.people.rows, dtype=np.uint32)
        return {name: Results(everybody, (value,)) for name, value in given.items()}


@page(allow=READS, reads=False)
def what_if_page(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Choose two versions, or type a change into a cell, and see who gains and who loses."""
    act = act_of(request)
    typed = request.POST if request.method == "POST" else None
    with reading(act):
        book = books.book(act, pack=pack, name=name)
        people = queries.population(act)
        edition = chosen_edition(act, book, (typed or request.GET).get("old", ""))
    content = around(act, book, edition) | {"people": people, "tables": _tables(edition.compiled.rules)}
    if people is None:
        return render(request, "rules/what_if.html", content)
    sheet = _sheet(edition.compiled.rules, (typed or request.GET).get("table", ""))
    asking = Asking(book, edition, people, typed, sheet, _cells_typed(sheet, typed))
    found = asking.answered() if typed is not None else None
    content |= {"asking": asking, "grid": _grid(asking), "found": None}
    if found is not None:
        said = asking.form.cleaned_data
        content["found"] = findings.told(
            found, people, said, asking.rules.model, is_charged=is_charged(book, said["decision"])
        )
        content["draft"] = _draft(asking) if asking.cells and content["may_publish"] else ""
    status = 422 if typed is not None and found is None else 200
    return render(request, "rules/what_if.html", content, status=status)


def reach(
    act: Act, book: Book, old: RuleSet, new: RuleSet, people: People
) -> tuple[str, findings.Finding] | None:
    """What a draft would do to a population by its first result, which is named; nothing when that cannot be
    said of both versions. Of what the service charges, more is worse."""
    names = [name for name in final_decisions(new.model) if name in old.decision_names()]
    if not names:
        return None
    try:
        charged = is_charged(book, names[0])
        found = change(old, new, names[0], columns_for(new, people), more_is_better=not charged)
    except (RuleError, TypeError, ValueError):
        return None
    said = {"decision": names[0], "group": next(iter(group_names(people)), "")}
    asked = matters.opened_since(act, kind=book.pack.pack.name, since=act.at - YEAR) if charged else None
    told = findings.told(found, people, said, new.model, is_charged=charged, asked=asked)
    return new.decision(names[0]).label or names[0], told


def columns_for(rules: RuleSet, people: People) -> dict[str, Results]:
    """A column of a population for each input that has one of its name."""
    known = {_plain(name): column for name, column in people.columns.items()}
    return {name: known[_plain(name)].results for name in rules.inputs if _plain(name) in known}


def group_names(people: People) -> list[str]:
    """The columns of a population by which results can be shown."""
    return [
        name
        for name, column in people.columns.items()
        if 1 < len(column.values) <= MOST_GROUPS or column.kind in ("whole number", "number")
    ]


def is_charged(book: Book, decision: str) -> bool:
    """Whether the service charges what the decision says."""
    steps = list(book.pack.pack.by_key.values())
    wanted = {"rules": book.name, "decision": decision}
    deciding = {
        spec.id
        for spec in steps
        if spec.type == "rules.decide" and all(spec.given.get(key) == value for key, value in wanted.items())
    }
    return any(spec.type == "rules.fee" and spec.given.get("of") in deciding for spec in steps)


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ")


def _tables(rules: RuleSet) -> list[tuple[str, str]]:
    """The tables in which a cell can be typed over."""
    return [
        (sheet.name, sheet.title)
        for sheet in sheets_of(rules)
        if sheet.is_table and _size(sheet) <= MOST_CELLS
    ]


def _size(sheet: DecisionTableView) -> int:
    return (len(sheet.rows) + 1) * (len(sheet.columns) + len(sheet.outputs))


def _sheet(rules: RuleSet, name: str) -> DecisionTableView | None:
    known = dict(_tables(rules))
    return next((sheet for sheet in sheets_of(rules) if sheet.name == name), None) if name in known else None


def _texts(sheet: DecisionTableView) -> dict[Position, str]:
    """What stands in each cell, as it is written."""
    found = {
        (at, column): cell.text
        for at, row in enumerate(sheet.rows)
        for column, cell in enumerate((*row.tests, *row.results))
    }
    width = len(sheet.columns)
    return found | {(len(sheet.rows), width + at): cell.text for at, cell in enumerate(sheet.otherwise)}


def _cells_typed(sheet: DecisionTableView | None, typed: Mapping[str, Any] | None) -> dict[Position, str]:
    """The cells that were typed over."""
    if sheet is None or typed is None:
        return {}
    given = {spot: (typed.get(f"{CELL}{spot[0]}-{spot[1]}"), text) for spot, text in _texts(sheet).items()}
    return {
        spot: now.strip()
        for spot, (now, before) in given.items()
        if now is not None and now.strip() != before
    }


def _grid(asking: Asking) -> list[dict[str, Any]]:
    """The chosen table with an input for each cell."""
    sheet = asking.sheet
    if sheet is None:
        return []
    texts = _texts(sheet)
    headings = [*sheet.columns, *(_("Then: %(name)s") % {"name": name} for name in sheet.outputs)]
    rows = []
    for at in range(len(sheet.rows) + bool(sheet.otherwise)):
        title = pages.rule_words(at + 1) if at < len(sheet.rows) else _("Otherwise")
        cells = [
            _cell(asking, (at, column), heading, title, texts.get((at, column)))
            for column, heading in enumerate(headings)
        ]
        rows.append({"title": title, "cells": cells})
    return rows


def _cell(asking: Asking, spot: Position, heading: str, title: str, text: str | None) -> dict[str, Any]:
    return {
        "name": f"{CELL}{spot[0]}-{spot[1]}",
        "label": f"{title}, {heading}",
        "heading": heading,
        "text": asking.cells.get(spot, text),
        "is_changed": spot in asking.cells,
        "wrong": asking.wrong.get(spot, ""),
    }


def _draft(asking: Asking) -> str:
    """The version with the cells typed in, as text to be published; nothing when YAML cannot hold it."""
    try:
        return write_yaml(asking.other_rules().model, asking.edition.compiled.file.tests)
    except RuleError:
        return ""
