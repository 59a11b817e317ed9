"""The tables and formulas of some rules, in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from moothall.engines.dmn import About, Model, RuleError, RuleSet
from moothall.engines.dmn.explain import author_words
from moothall.engines.dmn.model.boxed import DecisionTable, LiteralText
from moothall.engines.dmn.model.elements import Decision
from moothall.engines.dmn.notation.model_words import (
    column_name,
    decision_kinds,
    hit_word,
    input_kinds,
    output_kind,
    result_words,
    test_words,
)
from moothall.engines.dmn.notation.words import Kind
from moothall.engines.dmn.tables.constants import NotPlain
from moothall.engines.dmn.tables.graph_grid import graph_grid
from moothall.engines.dmn.tables.grid import Grid
from moothall.engines.dmn.tables.words import Show, region_words, shown

ANY_KIND = Kind()
MONEY = "money"
CONSTANT = re.compile(r'-?\d+(\.\d+)?|yes|no|true|false|null|@?"[^"]*"|')
"""Results that are not worked out."""
NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition or result as it is written, and in words a reader needs no notation for.

    ``is_worked_out`` says that the words are a formula.
    """

    text: str
    words: str
    is_worked_out: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of a table, from 1: its conditions, its results, and the author's reason."""

    number: int
    tests: tuple[Cell, ...]
    results: tuple[Cell, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTableView:
    """One decision as it is shown: a table, or how it is worked out.

    ``choose`` is the word of the notation for how a table chooses among rules that fit; ``needs`` are the
    names that a formula uses. With neither rows nor a formula only DMN can show it.
    """

    name: str
    title: str
    choose: str = ""
    columns: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    otherwise: tuple[Cell, ...] = ()
    formula: str = ""
    needs: tuple[str, ...] = ()
    about: About = NOTHING_SAID

    @property
    def is_table(self) -> bool:
        """Whether it has columns of conditions and results."""
        return bool(self.outputs)

    @property
    def has_reasons(self) -> bool:
        """Whether any rule says why."""
        return any(row.because for row in self.rows)


def sheets_of(rules: RuleSet) -> tuple[DecisionTableView, ...]:
    """Every decision of the rules, in the order in which they are written."""
    return tuple(_Drawing(rules).sheet(decision) for decision in rules.model.decisions)


def final_decisions(model: Model) -> tuple[str, ...]:
    """The decisions that no other decision needs: what the rules are for."""
    needed = {reference.lstrip("#") for one in model.decisions for reference in one.required_decisions}
    names = tuple(one.name for one in model.decisions if one.id not in needed)
    return names or tuple(one.name for one in model.decisions)


class _Drawing:
    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.kinds = {**_kinds_or_none(rules.model), **decision_kinds(rules.model)}

    def sheet(self, decision: Decision) -> DecisionTableView:
        expression, title = decision.expression, decision.label or decision.name
        if isinstance(expression, DecisionTable):
            return self._table(decision, expression, title)
        formula = " ".join(expression.text.split()) if isinstance(expression, LiteralText) else ""
        needs = (*decision.required_inputs, *decision.required_decisions)
        names = tuple(self._name(reference) for reference in needs)
        return DecisionTableView(decision.name, title, formula=formula, needs=names, about=decision.about)

    def _name(self, reference: str) -> str:
        wanted = reference.lstrip("#")
        elements = (*self.rules.model.inputs, *self.rules.model.decisions)
        return next((one.name for one in elements if one.id == wanted), wanted)

    def _table(self, decision: Decision, table: DecisionTable, title: str) -> DecisionTableView:
        grid = self._grid(decision.name)
        columns = tuple(column_name(clause) for clause in table.inputs)
        outputs = [output_kind(clause) for clause in table.outputs]
        defaults = [clause.default for clause in table.outputs]
        return DecisionTableView(
            name=decision.name,
            title=title,
            choose=hit_word(table),
            columns=columns,
            outputs=tuple(clause.name or decision.name for clause in table.outputs),
            rows=tuple(
                self._row(table, number, columns, outputs, grid) for number in range(len(table.rules))
            ),
            otherwise=tuple(
                _result(default, kind) if default else Cell("", "")
                for default, kind in zip(defaults, outputs, strict=True)
            )
            if any(defaults)
            else (),
            about=decision.about,
        )

    def _show(self, name: str) -> Show:
        return pounds if self.kinds.get(name, ANY_KIND).word == MONEY else shown

    def _grid(self, name: str) -> Grid | None:
        try:
            return graph_grid(self.rules.graph, self.rules.graph.key_named(name))[0]
        except NotPlain:
            return None

    def _row(
        self,
        table: DecisionTable,
        number: int,
        columns: Sequence[str],
        outputs: Sequence[Kind],
        grid: Grid | None,
    ) -> Row:
        rule = table.rules[number]
        tests = []
        for at, (name, cell) in enumerate(zip(columns, rule.tests, strict=True)):
            text = test_words(cell.text, self.kinds.get(name, ANY_KIND))
            words = _stretch(grid, at, number, self._show(name)) if grid else text
            tests.append(Cell("" if text == "-" else text, "" if words == "-" else words))
        results = tuple(_result(one, kind) for one, kind in zip(rule.results, outputs, strict=True))
        return Row(number + 1, tuple(tests), results, author_words(table, number))


def _kinds_or_none(model: Model) -> dict[str, Kind]:
    """What inputs hold; nothing for those whose types only DMN can write."""
    try:
        return input_kinds(model)
    except RuleError:
        return {}


def _result(result: LiteralText, kind: Kind) -> Cell:
    """A result; what is worked out is left as it is written, an amount of money gets its sign."""
    text = result_words(result, kind)
    if not CONSTANT.fullmatch(text) and kind.type_ref != "string":
        return Cell(text, text.removeprefix("=").strip(), is_worked_out=True)
    if text.startswith("="):
        return Cell(text, text[1:].strip(), is_worked_out=True)
    is_amount = kind.word == MONEY and text[-1:].isdigit()
    return Cell(text, pounds(Decimal(text)) if is_amount else text)


def pounds(value: Any) -> str:
    """An amount of money in words."""
    return f"£{shown(value)}" if isinstance(value, Decimal) else shown(value)


def _stretch(grid: Grid, column: int, rule: int, show: Show) -> str:
    """The values for which a rule's condition holds, in words; nothing when all do."""
    one = grid.inputs[column]
    fitting = [number for number, mask in enumerate(one.masks) if mask >> rule & 1]
    allowed = set(one.allowed_regions(grid.veto))
    if allowed <= set(fitting):
        return ""
    return region_words(one.axis, fitting, show) if fitting else "never"
