"""A version of some rules with a few cells written differently."""

from collections.abc import Mapping
from dataclasses import replace

from moothall.engines.dmn import Model, Place, RuleError
from moothall.engines.dmn.model.boxed import Cell as TestCell
from moothall.engines.dmn.model.boxed import DecisionTable, LiteralText, OutputClause, Rule
from moothall.engines.dmn.model.elements import Decision
from moothall.engines.dmn.notation.model_words import (
    column_name,
    decision_kinds,
    input_kinds,
    output_kind,
)
from moothall.engines.dmn.notation.words import Kind, result_of, test_of

Position = tuple[int, int]
"""Row and column of a cell, from 0: conditions first, then results; the row after the last is “otherwise”."""


class CellsMistaken(Exception):
    """Cells that cannot be read; ``words`` says why, by cell."""

    def __init__(self, words: Mapping[Position, str]) -> None:
        super().__init__("; ".join(words.values()))
        self.words = dict(words)


def edited(model: Model, decision: str, cells: Mapping[Position, str]) -> Model:
    """The model with some cells of a decision's table replaced, written as in the readable notation.

    Raises :class:`CellsMistaken`, and ``LookupError`` when there is no such table or cell.
    """
    at = next((n for n, one in enumerate(model.decisions) if one.name == decision), None)
    if at is None or not isinstance(model.decisions[at].expression, DecisionTable):
        raise LookupError(f"There is no table “{decision}”.")
    changed = _Edit(model, model.decisions[at]).decision(cells)
    return replace(model, decisions=(*model.decisions[:at], changed, *model.decisions[at + 1 :]))


class _Edit:
    def __init__(self, model: Model, decision: Decision) -> None:
        assert isinstance(decision.expression, DecisionTable)
        self.decided, self.table = decision, decision.expression
        self.kinds = {**input_kinds(model), **decision_kinds(model)}
        self.wrong: dict[Position, str] = {}

    def decision(self, cells: Mapping[Position, str]) -> Decision:
        rules, outputs = list(self.table.rules), list(self.table.outputs)
        for spot, text in cells.items():
            row, column = spot
            try:
                if row < len(rules):
                    rules[row] = self._rule(rules[row], column, text, self._place(spot))
                else:
                    self._set_default(outputs, column - len(self.table.inputs), text, self._place(spot))
            except RuleError as error:
                self.wrong[spot] = " ".join(
                    str(replace(one, place=Place(line=0, column=0))) for one in error.problems
                )
        if self.wrong:
            raise CellsMistaken(self.wrong)
        return replace(
            self.decided, expression=replace(self.table, rules=tuple(rules), outputs=tuple(outputs))
        )

    def _place(self, spot: Position) -> Place:
        """Rules typed into a page stand in the row and column of their table."""
        return Place(self.decided.name, spot[0] + 1, spot[1] + 1)

    def _rule(self, rule: Rule, column: int, text: str, place: Place) -> Rule:
        width = len(self.table.inputs)
        if column < width:
            kind = self.kinds.get(column_name(self.table.inputs[column]), Kind())
            cell = TestCell(text=test_of(text, kind, place), place=place)
            return replace(rule, tests=(*rule.tests[:column], cell, *rule.tests[column + 1 :]))
        at = column - width
        result = self._result(text, self.table.outputs[at], place)
        return replace(rule, results=(*rule.results[:at], result, *rule.results[at + 1 :]))

    def _set_default(self, outputs: list[OutputClause], at: int, text: str, place: Place) -> None:
        outputs[at] = replace(
            outputs[at], default=self._result(text, outputs[at], place) if text.strip() else None
        )

    def _result(self, text: str, clause: OutputClause, place: Place) -> LiteralText:
        return LiteralText(text=result_of(text or "null", output_kind(clause), place), place=place)
