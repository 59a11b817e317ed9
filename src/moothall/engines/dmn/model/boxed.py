"""Boxed expressions and decision tables (DMN 1.5, chapters 8 and 10.2): how a decision is made.

Places say where a part was written; they do not count when two models are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Variable:
    """A name and the name of its type."""

    name: str
    type_ref: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxed:
    """A boxed expression; `type_ref` names the type of its value."""

    type_ref: str = ""
    id: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralText(Boxed):
    """A FEEL expression written out."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry:
    """One line of a boxed context; without a variable it is the result."""

    variable: Variable | None
    value: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedContext(Boxed):
    """Named values one after the other, and perhaps a result."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A parameter and the expression that gives its argument."""

    parameter: Variable
    value: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedInvocation(Boxed):
    """A call with arguments by name."""

    callee: Boxed | None
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFunction(Boxed):
    """A function; `kind` is FEEL, Java or PMML."""

    parameters: tuple[Variable, ...]
    body: Boxed | None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedRelation(Boxed):
    """A list of contexts written as a table."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedList(Boxed):
    """A list, one expression per item."""

    items: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedConditional(Boxed):
    """If, then, else."""

    condition: Boxed | None
    chosen: Boxed | None
    otherwise: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFilter(Boxed):
    """The items of a list for which an expression holds."""

    values: Boxed | None
    match: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedIteration(Boxed):
    """`kind` is for, some or every; the body sees the item under the name of the variable."""

    kind: str
    variable: str
    values: Boxed | None
    body: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Unary tests written out."""

    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause:
    """A column of conditions: the expression tested, and the values it may have.

    `question` is how to ask a person for it.
    """

    expression: LiteralText
    label: str = ""
    values: Cell | None = None
    question: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause:
    """A column of results; `default` is the value when no rule applies."""

    name: str = ""
    label: str = ""
    type_ref: str = ""
    values: Cell | None = None
    default: LiteralText | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row: a test per input, an expression per output, a note per annotation column."""

    tests: tuple[Cell, ...]
    results: tuple[LiteralText, ...]
    notes: tuple[str, ...] = ()
    description: str = ""
    id: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(Boxed):
    """A decision table (DMN 1.5, chapter 8)."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    annotations: tuple[str, ...] = ()
    hit_policy: str = "UNIQUE"
    aggregation: str = ""
    output_label: str = ""
    orientation: str = ""
