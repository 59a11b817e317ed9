"""A whole decision model, compiled: every decision, knowledge model and service, ready to be evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..feel.calls import conformed
from ..feel.compiler import Compiled, guarded
from ..feel.expressions import surroundings
from ..feel.scope import Frames, Scope
from ..limits import STANDARD_LIMITS, Limits, Run
from ..model.boxed import BoxedFunction
from ..model.elements import (
    Decision,
    DecisionService,
    Element,
    InputData,
    KnowledgeModel,
    Model,
)
from ..model.names import names_inside
from ..problems import Problem, RuleError, closest
from ..values.functions import Function, Parameter
from ..values.types import ANY, Type, result_type
from .boxed import BoxedCompiler, nothing
from .computed_columns import computed_columns
from .linking import DEEPEST_CHAIN, Key, Library, elements_of, key_of, requirements, variable_name
from .tables import CompiledTable, compile_table
from .type_book import TypeBook


@dataclass(frozen=True, slots=True)
class Need:
    """Something required: its key, the slot its value goes to, and its name within an imported model."""

    key: Key
    slot: int
    name_inside: str = ""


@dataclass(frozen=True, slots=True)
class Logic:
    """The compiled expression of one element."""

    needs: tuple[Need, ...]
    evaluate: Compiled
    size: int
    type: Type
    name: str


@dataclass
class Session:
    """One evaluation of the graph: the values given and those worked out so far."""

    graph: Graph
    run: Run
    values: dict[Key, Any] = field(default_factory=dict)

    def value(self, key: Key) -> Any:
        """The value of an element. Raises LimitReached."""
        if key not in self.values:
            self.values[key] = self.graph.evaluated(self, key)
        return self.values[key]


class Graph:
    """A model and its imports, compiled. `problems` holds everything wrong with them.

    `columns` are the decisions made of columns that test computed values, by table and number from 0.
    """

    def __init__(
        self, model: Model, imported: Iterable[Model] = (), *, limits: Limits = STANDARD_LIMITS
    ) -> None:
        self.model = model
        self.limits = limits
        self.library = Library.of(model, imported)
        self.problems: list[Problem] = []
        self.logic: dict[Key, Logic] = {}
        self.functions: dict[Key, Function] = {}
        self.types: dict[str, TypeBook] = {}
        self.grids: dict[Key, Any] = {}
        self.columns: dict[tuple[Key, int], Key] = {}
        for one in self.library.models.values():
            self._compile_model(one)
        self._refuse_cycles()

    def evaluated(self, session: Session, key: Key) -> Any:
        """Work out one element within a session."""
        element = self.library.elements[key]
        if isinstance(element, Decision):
            return self._decided(session, key)
        if isinstance(element, (KnowledgeModel, DecisionService)):
            return self.functions.get(key)
        session.run.note(f"{variable_name(element)} is not known")
        return None

    def input_type(self, key: Key) -> Type:
        """The declared type of an element's value."""
        element = self.library.elements[key]
        reference = element.variable.type_ref if element.variable else ""
        return self.types[key[0]].type_of(reference)

    def key_named(self, name: str, namespace: str = "") -> Key:
        """The key of an element by name. Raises RuleError when there is none."""
        names = self.library.keys_by_name(namespace or self.model.namespace)
        if name not in names:
            raise RuleError(
                Problem(
                    "There is nothing of this name in the model.", text=name, suggestion=closest(name, names)
                )
            )
        return names[name]

    def inputs_of(self, key: Key) -> dict[Key, str]:
        """The inputs a decision rests on, directly or through others, with their names."""
        found: dict[Key, str] = {}
        waiting: list[Key] = [key]
        seen: set[Key] = set()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            element = self.library.elements[current]
            if isinstance(element, InputData):
                found[current] = variable_name(element)
            waiting.extend(self._required_keys(current, element))
        return found

    def _required_keys(self, key: Key, element: Element) -> list[Key]:
        model = self.library.models[key[0]]
        found = (self.library.referred(model, reference) for reference in requirements(element))
        return [target[1] for target in found if target]

    def _compile_model(self, model: Model) -> TypeBook:
        if model.namespace in self.types:
            return self.types[model.namespace]
        self.types[model.namespace] = TypeBook()
        others = list(self.library.imported_by(model))
        imported = [(name, self._compile_model(other)) for name, other in others]
        book = TypeBook(model.types, imported, limits=self.limits)
        self.types[model.namespace] = book
        inside = set().union(*(names_inside(one) for one in (model, *(other for _, other in others))))
        own_names = map(variable_name, elements_of(model))
        around = surroundings(book.by_name, book.part_names() | inside, own_names)
        compiler = BoxedCompiler(book, around, self.limits, table=compile_table)
        for element in self.library.in_order(model):
            self._compile_element(model, element, compiler)
        self.problems.extend([*book.problems, *compiler.problems, *self.library.problems])
        self.library.problems.clear()
        return book

    def _compile_element(self, model: Model, element: Element, compiler: BoxedCompiler) -> None:
        key = key_of(model, element)
        if element.variable:
            compiler.types.type_of(element.variable.type_ref, element.variable.place)
        if isinstance(element, Decision):
            self.logic[key] = self._logic(model, element, compiler)
            self._compile_columns(model, element, compiler)
        elif isinstance(element, KnowledgeModel):
            self.functions[key] = self._knowledge_function(model, element, compiler)
        elif isinstance(element, DecisionService):
            self.functions[key] = self._service_function(model, element)

    def _compile_columns(self, model: Model, decision: Decision, compiler: BoxedCompiler) -> None:
        """Make each column that tests a computed value a decision of its own, for the forms that need one."""
        key = key_of(model, decision)
        table = self.logic[key].evaluate
        if not isinstance(table, CompiledTable):
            return
        for number, column in computed_columns(decision, table):
            own = self.columns[key, number] = key_of(model, column)
            self.library.elements[own] = column
            self.logic[own] = self._logic(model, column, replace(compiler, problems=[]))

    def _scope(self, model: Model, owner: Element) -> tuple[Scope, tuple[Need, ...]]:
        """A scope with the names of what is required, and where their values go."""
        scope, needs = Scope(Frames()), []
        targets = (self.library.referred(model, reference, owner=owner) for reference in requirements(owner))
        for target in self.library.by_precedence(model, targets):
            prefix, key = target
            name = variable_name(self.library.elements[key])
            if prefix:
                slot = scope.slots.get(prefix)
                needs.append(Need(key, scope.declare(prefix) if slot is None else slot, name))
            elif name not in scope.slots:
                needs.append(Need(key, scope.declare(name)))
        return scope, tuple(needs)

    def _logic(self, model: Model, decision: Decision, compiler: BoxedCompiler) -> Logic:
        scope, needs = self._scope(model, decision)
        evaluate = compiler.compile(decision.expression, scope, decision.name)
        type_ = compiler.types.type_of(decision.variable.type_ref) if decision.variable else ANY
        return Logic(needs, evaluate, scope.frames.next_slot, type_, decision.name)

    def _knowledge_function(self, model: Model, element: KnowledgeModel, compiler: BoxedCompiler) -> Function:
        scope, needs = self._scope(model, element)
        own = scope.declare(variable_name(element)) if variable_name(element) not in scope.slots else None
        definition = element.function or BoxedFunction(parameters=(), body=None)
        make = compiler.function(definition, scope, element.name)
        parameters = tuple(
            Parameter(one.name, compiler.types.type_of(one.type_ref)) for one in definition.parameters
        )
        declared = compiler.types.type_of(element.variable.type_ref) if element.variable else ANY
        key = key_of(model, element)

        def body(run: Run, arguments: Sequence[Any]) -> Any:
            frame = self._frame(Session(self, run), needs, scope.frames.next_slot)
            if own is not None:
                frame[own] = self.functions[key]
            inner = make(frame)
            return conformed(run, inner.body(run, arguments), inner.result, element.name) if inner else None

        return Function(parameters, body, result_type(declared), element.name, element)

    def _service_function(self, model: Model, service: DecisionService) -> Function:
        references = (*service.input_data, *service.input_decisions)
        keys = self._keys(model, references, service)
        outputs = self._keys(model, service.outputs, service)
        parameters = tuple(
            Parameter(variable_name(self.library.elements[key]), self._declared(key)) for key in keys
        )

        def body(run: Run, arguments: Sequence[Any]) -> Any:
            session = Session(self, run, dict(zip(keys, arguments, strict=True)))
            results = {variable_name(self.library.elements[key]): session.value(key) for key in outputs}
            return next(iter(results.values()), None) if len(outputs) == 1 else results

        declared = self._declared(key_of(model, service))
        return Function(parameters, body, result_type(declared), service.name, service)

    def _declared(self, key: Key) -> Type:
        book = self.types.get(key[0])
        element = self.library.elements[key]
        return book.type_of(element.variable.type_ref) if book and element.variable else ANY

    def _keys(self, model: Model, references: Sequence[str], owner: Element) -> list[Key]:
        found = (self.library.referred(model, reference, owner=owner) for reference in references)
        return [target[1] for target in found if target]

    def _frame(self, session: Session, needs: Sequence[Need], size: int) -> list[Any]:
        frame: list[Any] = [None] * size
        frame[0] = session.run
        for need in needs:
            value = session.value(need.key)
            if need.name_inside:
                frame[need.slot] = {**(frame[need.slot] or {}), need.name_inside: value}
            else:
                frame[need.slot] = value
        return frame

    def _decided(self, session: Session, key: Key) -> Any:
        logic = self.logic[key]
        if logic.evaluate is nothing:
            session.run.note(f"{logic.name} has no logic")
        frame = self._frame(session, logic.needs, logic.size)
        return conformed(session.run, guarded(logic.evaluate, frame), logic.type, logic.name)

    def _refuse_cycles(self) -> None:
        """Decisions that require themselves, or chains too long to follow, cannot be evaluated."""
        depth: dict[Key, int] = {}
        for key in self.logic:
            try:
                self._depth(key, depth, ())
            except RecursionError:
                depth[key] = DEEPEST_CHAIN + 1
            if depth[key] > DEEPEST_CHAIN:
                element = self.library.elements[key]
                message = "This decision requires itself, or too long a chain of others."
                raise RuleError(
                    Problem(message, element.place, element.name, "decisions that rest on others before them")
                )

    def _depth(self, key: Key, depth: dict[Key, int], above: tuple[Key, ...]) -> int:
        if key in above or len(above) > DEEPEST_CHAIN:
            depth[key] = DEEPEST_CHAIN + 1
        if key not in depth:
            below = [
                self._depth(need.key, depth, (*above, key))
                for need in self.logic[key].needs
                if need.key in self.logic
            ]
            depth[key] = 1 + max(below, default=0)
        return depth[key]


def session(graph: Graph, given: Mapping[Key, Any], run: Run) -> Session:
    """A session with FEEL values for inputs, fitted to their types; what does not fit becomes null."""
    values = {
        key: conformed(run, value, graph.input_type(key), graph.library.elements[key].name)
        for key, value in given.items()
    }
    return Session(graph, run, values)
