"""Short ways to write DMN XML in tests."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from .. import Run, from_python, read_dmn
from ..running.graph import Graph, session
from ..values.text import literal

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def element(tag: str, *inside: str, **attributes: str) -> str:
    """An element; attributes without a value are left out."""
    given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
    return f"<{tag}{given}>{''.join(inside)}</{tag}>"


def text_in(tag: str, text: str) -> str:
    """An element around a text, such as allowed values."""
    return element(tag, element("text", escape(text)))


def feel(text: str, type_: str = "") -> str:
    """A literal expression."""
    return element("literalExpression", element("text", escape(text)), typeRef=type_)


def variable(name: str, type_: str = "") -> str:
    """A variable."""
    return element("variable", name=name, typeRef=type_)


def given(name: str, type_: str = "") -> str:
    """An input."""
    return element("inputData", variable(name, type_), id=name, name=name)


def decision(name: str, logic: str, *needs: str, type_: str = "") -> str:
    """A decision after what it needs."""
    return element("decision", variable(name, type_), *needs, logic, id=name, name=name)


def needs(*references: str, kind: str = "Decision") -> str:
    """Requirements of one kind: Decision, Input or Knowledge; a reference is an id or namespace#id."""
    requirement = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return "".join(
        element(requirement, element(f"required{kind}", href=one if "#" in one else f"#{one}"))
        for one in references
    )


def knowledge(name: str, parameters: dict[str, str], logic: str, *needed: str, type_: str = "") -> str:
    """A business knowledge model."""
    formal = (element("formalParameter", name=one, typeRef=kind) for one, kind in parameters.items())
    function = element("encapsulatedLogic", *formal, logic)
    return element("businessKnowledgeModel", variable(name, type_), function, *needed, id=name, name=name)


def item(name: str, *inside: str, type_: str = "", many: bool = False) -> str:
    """An item definition."""
    named = element("typeRef", type_) if type_ else ""
    return element("itemDefinition", named, *inside, name=name, isCollection="true" if many else "")


def imported(name: str, namespace: str, *, kind: str = NAMESPACE) -> str:
    """An import of another model; the name may be empty."""
    return f'<import name="{name}" namespace="{namespace}" importType="{kind}"/>'


def model(*parts: str, name: str = "main") -> str:
    """A whole model with the namespace urn:name."""
    return element("definitions", *parts, xmlns=NAMESPACE, name=name, namespace=f"urn:{name}")


def value_in(text: str, others: tuple[str, ...] = (), decided: str = "D", **answers: object) -> str:
    """What a decision of a model comes to, written out; answers by the names of inputs."""
    graph = Graph(read_dmn(text), [read_dmn(other) for other in others])
    keys = {element.name: key for key, element in graph.library.elements.items()}
    known = {keys[name]: from_python(value) for name, value in answers.items()}
    return literal(session(graph, known, Run()).value(graph.key_named(decided)))
