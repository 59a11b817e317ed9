"""Models that belong together: which element a reference means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model.elements import (
    Decision,
    DecisionService,
    Element,
    InputData,
    KnowledgeModel,
    Model,
)
from ..problems import Problem, closest

Key = tuple[str, str]


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
                library.elements[key_of(one, element)] = element
        return library

    def referred(
        self, model: Model, reference: str, *, owner: Element | None = None
    ) -> tuple[str, Key] | None:
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
        self.problems.append(Problem(message, owner.place, reference, suggestion=closest(identity, known)))

    def import_name(self, model: Model, namespace: str) -> str:
        """The name under which a model knows another."""
        names = (one.name for one in model.imports if one.namespace == namespace)
        return "" if namespace == model.namespace else next(names, "")

    def imported_by(self, model: Model) -> Mapping[str, Model]:
        """The models imported, by name."""
        found = ((one.name, self.models.get(one.namespace)) for one in model.imports)
        return {name: other for name, other in found if other is not None}


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
