"""Models that belong together: which element a reference means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from ..model.elements import (
    Decision,
    DecisionService,
    Element,
    Import,
    InputData,
    KnowledgeModel,
    Model,
)
from ..problems import Problem, closest

Key = tuple[str, str]
Target = tuple[str, Key]  # the name of an import, empty for the model's own, and what is meant
DEEPEST_CHAIN = 60


@dataclass
class Library:
    """A model and those it imports, with every element by namespace and id."""

    models: dict[str, Model]
    elements: dict[Key, Element] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, model: Model, imported: Iterable[Model] = ()) -> Library:
        """The library of a model and the models it may import."""
        models = {other.namespace: other for other in imported}
        models[model.namespace] = model
        library = cls(models)
        for one in models.values():
            for element in elements_of(one):
                library.include(one, element)
        for one in models.values():
            library.problems += filter(None, (library.import_problem(one, each) for each in one.imports))
        return library

    def include(self, model: Model, element: Element) -> None:
        """Make an element known; one that cannot be told from another is kept as a problem."""
        key = key_of(model, element)
        if key in self.elements:
            message = "Two parts of the model have the same id."
            self.problems.append(Problem(message, element.place, key[1], "an id of its own"))
        self.elements[key] = element

    def import_problem(self, model: Model, imported: Import) -> Problem | None:
        """Why an import cannot be used: it is no decision model, or that model is not here."""
        if imported.kind and "/spec/DMN" not in imported.kind:
            return Problem(
                f"What is imported as {imported.name or 'a part of this model'} is no decision model.",
                imported.place, imported.kind, "a model in DMN XML; write the types as item definitions",
            )  # fmt: skip
        if imported.namespace not in self.models:
            return Problem(
                f"The model imported as {imported.name or 'a part of this one'} is not here.",
                imported.place, imported.namespace, "a file with this namespace beside this one",
                closest(imported.namespace, self.models.keys() - {model.namespace}),
            )  # fmt: skip
        return None

    def referred(self, model: Model, reference: str, *, owner: Element | None = None) -> Target | None:
        """The import name (empty for the model's own) and key of what a reference means.

        None when it means nothing, which is kept as a problem of the owner if one is given.
        """
        namespace, _, identity = reference.rpartition("#")
        namespace = namespace or model.namespace
        key = namespace, identity
        if key not in self.elements:
            if owner is not None:
                self._note_missing(owner, reference, namespace, identity)
            return None
        return self.import_name(model, namespace), key

    def _note_missing(self, owner: Element, reference: str, namespace: str, identity: str) -> None:
        known = [other for space, other in self.elements if space == namespace]
        message = f"{owner.name} refers to something that is not there."
        expected = "the id of a part of this model, or of one that it imports"
        self.problems.append(Problem(message, owner.place, reference, expected, closest(identity, known)))

    def keys_by_name(self, namespace: str) -> dict[str, Key]:
        """The elements of a model and of those it imports without a name; its own come first."""
        model = self.models.get(namespace)
        names: dict[str, Key] = {}
        for space in (namespace, *self.unnamed_imports(model)) if model else ():
            for key, element in self.elements.items():
                if key[0] == space:
                    names.setdefault(element.name, key)
        return names

    def by_precedence(self, model: Model, targets: Iterable[Target | None]) -> list[Target]:
        """What is referred to, in the order in which it may take a name: the model's own first.

        Of models imported without a name the earlier one comes first (6.3.3).
        """
        spaces = [model.namespace, *self.unnamed_imports(model)]
        found = [target for target in targets if target is not None]
        return sorted(
            found, key=lambda target: spaces.index(target[1][0]) if target[1][0] in spaces else len(spaces)
        )

    def in_order(self, model: Model) -> list[Element]:
        """The elements of a model, each after those it needs as far as that can be."""
        ordered: list[Element] = []
        seen: set[Key] = set()
        for element in elements_of(model):
            self._put(model, element, ordered, seen, 0)
        return ordered

    def _put(
        self, model: Model, element: Element, ordered: list[Element], seen: set[Key], depth: int
    ) -> None:
        """Add what an element needs, then the element; a circle of needs is left where it closes."""
        key = key_of(model, element)
        if key in seen or depth > DEEPEST_CHAIN:
            return
        seen.add(key)
        for reference in requirements(element):
            target = self.referred(model, reference)
            if target and target[1][0] == model.namespace:
                self._put(model, self.elements[target[1]], ordered, seen, depth + 1)
        ordered.append(element)

    def import_name(self, model: Model, namespace: str) -> str:
        """The name under which a model knows another: its own import, or that of one which includes it."""
        own = (name for name, other in self.imported_by(model) if other.namespace == namespace)
        within = (name for name, other in self.imported_by(model) if namespace in self.unnamed_imports(other))
        return "" if namespace == model.namespace else next(chain(own, within), "")

    def imported_by(self, model: Model) -> Iterator[tuple[str, Model]]:
        """The models imported, each with the name it has here, which may be empty."""
        found = ((one.name, self.models.get(one.namespace)) for one in model.imports)
        return ((name, other) for name, other in found if other is not None)

    def unnamed_imports(self, model: Model) -> list[str]:
        """The namespaces of models whose elements are known here as if they were the model's own.

        An unnamed import brings with it what is imported there without a name, nearer models first.
        """
        found: list[str] = []
        waiting = [model]
        for current in waiting:
            for name, other in self.imported_by(current):
                if not name and other.namespace not in (model.namespace, *found):
                    found.append(other.namespace)
                    waiting.append(other)
        return found


def elements_of(model: Model) -> Iterator[Element]:
    """The elements of a model that can be referred to."""
    yield from model.inputs
    yield from model.decisions
    yield from model.knowledge
    yield from model.services


def key_of(model: Model, element: Element) -> Key:
    """What an element is known by: its id, or its name when it has none."""
    return model.namespace, element.id or element.name


def variable_name(element: Element) -> str:
    """The name an element has in expressions."""
    return element.variable.name if element.variable and element.variable.name else element.name


def requirements(element: Element) -> tuple[str, ...]:
    """The references of everything an element needs."""
    if isinstance(element, Decision):
        return (*element.required_inputs, *element.required_decisions, *element.required_knowledge)
    if isinstance(element, KnowledgeModel):
        return element.required_knowledge
    if isinstance(element, DecisionService):
        return (*element.outputs, *element.encapsulated)
    assert isinstance(element, InputData)
    return ()
