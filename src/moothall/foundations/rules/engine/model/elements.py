"""A decision model: what DMN XML, YAML, CSV and spreadsheets are read into and written from.

The names follow DMN 1.5, chapters 6 to 8 and 10.2. Places say where an element was written; they and the raw
parts of a file that carry no logic do not count when two models are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class About:
    """What makes a rule accountable: the law or policy it rests on, its version, and when it applies.

    Dates are `yyyy-mm-dd` or empty; `valid_to` is the last day.
    """

    citation: str = ""
    version: str = ""
    valid_from: str = ""
    valid_to: str = ""

    def applies_on(self, day: str) -> bool:
        """Whether the rule applies on a day (`yyyy-mm-dd`)."""
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition:
    """A named type (DMN 1.5, 7.3.3)."""

    name: str
    type_ref: str = ""
    allowed: Cell | None = None
    constraint: Cell | None = None
    components: tuple[ItemDefinition, ...] = ()
    is_collection: bool = False
    function_parameters: tuple[Variable, ...] | None = None
    function_result: str = ""
    label: str = ""
    id: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something in the requirements graph."""

    id: str
    name: str
    variable: Variable | None = None
    description: str = ""
    label: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData(Element):
    """An answer or fact from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeSource(Element):
    """Where knowledge comes from: a law, a policy, a person."""

    kind: str = ""
    location: str = ""
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Element):
    """A decision: what it requires, by reference, and how it is made."""

    expression: Boxed | None = None
    required_decisions: tuple[str, ...] = ()
    required_inputs: tuple[str, ...] = ()
    required_knowledge: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    question: str = ""
    allowed_answers: str = ""
    about: About = About()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeModel(Element):
    """A business knowledge model: a function that decisions share."""

    function: BoxedFunction | None = None
    required_knowledge: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService(Element):
    """Decisions offered together, with their inputs as parameters."""

    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Another model whose elements are known here under a name."""

    name: str
    namespace: str
    kind: str = ""
    location: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A whole decision model."""

    name: str
    namespace: str = ""
    id: str = ""
    description: str = ""
    about: About = About()
    imports: tuple[Import, ...] = ()
    types: tuple[ItemDefinition, ...] = ()
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge: tuple[KnowledgeModel, ...] = ()
    services: tuple[DecisionService, ...] = ()
    sources: tuple[KnowledgeSource, ...] = ()
    kept: tuple[object, ...] = field(default=(), compare=False)
    source: str = field(default="", compare=False)
