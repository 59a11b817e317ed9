"""A decision table as it was written, before it becomes part of a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..feel.expressions import compile_expression, compile_tests, surroundings
from ..feel.syntax import Variable as VariableNode
from ..feel.syntax import walk
from ..model.boxed import (
    Boxed,
    Cell,
    DecisionTable,
    InputClause,
    LiteralText,
    OutputClause,
    Rule,
    Variable,
)
from ..model.elements import About, Decision, InputData, ItemDefinition, Model
from ..problems import NOWHERE, Place, Problem, RuleError
from ..running.type_book import TypeBook
from ..values.text import quoted
from .words import Kind, result_of, test_of

NAMESPACE = "urn:moothall:rules:"
BECAUSE = "because"
ANY_KIND = Kind()
NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class InputDraft:
    """An input: what it is called, what it holds, how to ask for it."""

    name: str
    kind: Kind = ANY_KIND
    question: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as it was written."""

    text: str
    place: Place = NOWHERE
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A rule: conditions and results by column, and the author's reason."""

    tests: Mapping[str, Written]
    results: Mapping[str, Written]
    because: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision: a table, or a single expression in `value`; `named_at` is where columns are named."""

    name: str
    outputs: Mapping[str, Kind] = field(default_factory=dict)
    rows: Sequence[RowDraft] = ()
    columns: Sequence[str] = ()
    otherwise: Mapping[str, Written] = field(default_factory=dict)
    hit: tuple[str, str] = ("UNIQUE", "")
    value: Written | None = None
    label: str = ""
    about: About = NOTHING_SAID
    named_at: Mapping[str, Place] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class RulesDraft:
    """A whole file of rules."""

    name: str
    inputs: Sequence[InputDraft]
    decisions: Sequence[DecisionDraft]
    about: About = NOTHING_SAID
    description: str = ""
    source: str = ""

    def model(self) -> Model:
        """The model. Raises RuleError with everything that a cell says wrong."""
        return _ModelMaker(self).made()


class _ModelMaker:
    def __init__(self, draft: RulesDraft) -> None:
        self.draft = draft
        self.kinds = {one.name: one.kind for one in draft.inputs}
        self.questions = {one.name: one.question for one in draft.inputs}
        for decision in draft.decisions:
            if len(decision.outputs) == 1:
                self.kinds[decision.name] = next(iter(decision.outputs.values()))
        self.names = [*(one.name for one in draft.inputs), *(one.name for one in draft.decisions)]
        self.around = surroundings(TypeBook(self._types()).by_name)
        self.problems: list[Problem] = []

    def made(self) -> Model:
        draft = self.draft
        model = Model(
            name=draft.name,
            namespace=NAMESPACE + draft.name.replace(" ", "-"),
            description=draft.description,
            about=draft.about,
            types=tuple(self._types()),
            inputs=tuple(self._input(one) for one in draft.inputs),
            decisions=tuple(self._decision(one) for one in draft.decisions),
            source=draft.source,
        )
        if self.problems:
            raise RuleError(*dict.fromkeys(self.problems))
        return model

    def _types(self) -> Iterable[ItemDefinition]:
        found = [one.kind.definition(one.name) for one in self.draft.inputs]
        results = [kind for one in self.draft.decisions for kind in one.outputs.values()]
        found += [kind.definition("") for kind in results if kind.word == "money"]
        return {definition.name: definition for definition in found if definition}.values()

    def _input(self, one: InputDraft) -> InputData:
        definition = one.kind.definition(one.name)
        type_ref = definition.name if definition else one.kind.type_ref
        return InputData(
            id=one.name,
            name=one.name,
            variable=Variable(one.name, type_ref),
            description=one.question,
            place=one.place,
        )

    def _decision(self, draft: DecisionDraft) -> Decision:
        expression = self._table(draft) if draft.value is None else self._value(draft.value)
        needed = self._needed(draft.name, expression)
        given = {one.name for one in self.draft.inputs}
        only = next(iter(draft.outputs.values())) if len(draft.outputs) == 1 else ANY_KIND
        single = draft.hit[0] not in ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
        return Decision(
            id=draft.name,
            name=draft.name,
            label=draft.label,
            variable=Variable(draft.name, only.type_ref if single else ""),
            expression=expression,
            required_inputs=tuple(f"#{name}" for name in needed if name in given),
            required_decisions=tuple(f"#{name}" for name in needed if name not in given),
            about=draft.about,
            place=draft.place,
        )

    def _value(self, written: Written) -> LiteralText:
        return LiteralText(text=written.text, place=written.place)

    def _table(self, draft: DecisionDraft) -> DecisionTable:
        columns = list(draft.columns) or list(dict.fromkeys(name for row in draft.rows for name in row.tests))
        reasons = any(row.because for row in draft.rows)
        return DecisionTable(
            inputs=tuple(self._clause(name, draft.named_at.get(name, draft.place)) for name in columns),
            outputs=tuple(self._output(name, kind, draft) for name, kind in draft.outputs.items()),
            rules=tuple(self._rule(row, columns, draft, reasons) for row in draft.rows),
            annotations=(BECAUSE,) if reasons else (),
            hit_policy=draft.hit[0],
            aggregation=draft.hit[1],
            place=draft.place,
        )

    def _clause(self, name: str, place: Place) -> InputClause:
        kind = self.kinds.get(name, ANY_KIND)
        return InputClause(
            expression=LiteralText(text=name, type_ref=kind.type_ref, place=place),
            label=name,
            question=self.questions.get(name, ""),
        )

    def _output(self, name: str, kind: Kind, draft: DecisionDraft) -> OutputClause:
        default = draft.otherwise.get(name)
        values = Cell(text=", ".join(map(quoted, kind.values))) if kind.values else None
        return OutputClause(
            name=name,
            type_ref=kind.type_ref,
            values=values,
            default=self._result(default, kind) if default else None,
        )

    def _rule(self, row: RowDraft, columns: Sequence[str], draft: DecisionDraft, reasons: bool) -> Rule:
        return Rule(
            tests=tuple(self._test(row.tests.get(name), name) for name in columns),
            results=tuple(
                self._result(row.results.get(name, Written("null", row.place)), kind)
                for name, kind in draft.outputs.items()
            ),
            notes=(row.because,) if reasons else (),
            place=row.place,
        )

    def _test(self, written: Written | None, name: str) -> Cell:
        if written is None:
            return Cell(text="-")
        kind, text, place = self.kinds.get(name, ANY_KIND), written.text, written.place
        if written.quoted and kind.type_ref == "boolean":
            return Cell(text=text, place=place)
        return Cell(text=test_of(text, kind, place), place=place)

    def _result(self, written: Written, kind: Kind) -> LiteralText:
        text = result_of(written.text, kind, written.place)
        skipped = len(written.text) - len(written.text.lstrip().removeprefix("=").lstrip())
        return LiteralText(text=text, place=written.place.shifted(written.text, skipped))

    def _needed(self, own: str, expression: Boxed) -> list[str]:
        """The inputs and other decisions whose names the expression uses; what it says wrong is kept."""
        names = [name for name in self.names if name != own]
        columns = (
            [one.expression for one in expression.inputs] if isinstance(expression, DecisionTable) else []
        )
        used = {name for column in columns for name in self._used(column, names)}
        if not self.problems:
            used |= {name for part in _parts(expression) for name in self._used(part, names)}
        return [name for name in names if name in used]

    def _used(self, part: LiteralText | Cell, names: Sequence[str]) -> set[str]:
        if not part.text.strip():
            return set()
        try:
            if isinstance(part, Cell):
                made = compile_tests(part.text, ["?", *names], around=self.around, place=part.place)
            else:
                made = compile_expression(part.text, names, around=self.around, place=part.place)
        except RuleError as error:
            self.problems.extend(error.problems)
            return set()
        self.problems.extend(made.problems)
        return {node.name for node in walk(made.tree) if isinstance(node, VariableNode)}


def _parts(expression: Boxed) -> Iterable[LiteralText | Cell]:
    """The FEEL texts of an expression, besides what its columns test."""
    if isinstance(expression, LiteralText):
        yield expression
    elif isinstance(expression, DecisionTable):
        yield from (clause.default for clause in expression.outputs if clause.default)
        for rule in expression.rules:
            yield from rule.tests
            yield from rule.results
