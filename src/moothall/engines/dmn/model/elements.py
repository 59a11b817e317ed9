"""A decision model: what DMN XML, YAML, CSV and spreadsheets are read into and written from.

The names follow DMN 1.5, chapters 6 and 7. Places say where an element was written; they and the raw
parts of a file that carry no logic do not count when two models are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import NOWHERE, Place
from .boxed import Boxed, BoxedFunction, Cell, Variable


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
    description: str = ""
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
