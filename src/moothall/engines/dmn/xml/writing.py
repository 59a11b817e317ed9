"""A model to DMN 1.5 XML. Reading what is written gives an equal model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from ..model.boxed import Variable
from ..model.elements import (
    About,
    Decision,
    DecisionService,
    Element,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    KnowledgeSource,
    Model,
)
from .boxed_writing import boxed_node, cell_node, described, function_node, node, text_node
from .names import ABOUT_NAMESPACE, EXTENSIONS, MODEL_15
from .xml_tree import XmlNode

DECLARED = {MODEL_15: "", ABOUT_NAMESPACE: "moothall"}


def write_dmn(model: Model) -> str:
    """The model as DMN 1.5 XML."""
    root = node("definitions", id=model.id, name=model.name, namespace=model.namespace)
    root.children = [*_definitions(model)]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(_lines(root, 0, dict(DECLARED), True)) + "\n"
    )


def _definitions(model: Model) -> Iterator[XmlNode]:
    yield from described(model.description)
    kept = [one for one in model.kept if isinstance(one, XmlNode)]
    extensions = [child for one in kept if one.name == EXTENSIONS for child in one.children]
    yield from _about(model.about, extensions)
    for one in model.imports:
        yield node(
            "import", name=one.name, namespace=one.namespace, importType=one.kind, locationURI=one.location
        )
    yield from (_item_definition("itemDefinition", one) for one in model.types)
    yield from map(_input, model.inputs)
    yield from map(_decision, model.decisions)
    yield from map(_knowledge, model.knowledge)
    yield from map(_service, model.services)
    yield from map(_source, model.sources)
    yield from (one for one in kept if one.name != EXTENSIONS)


def _about(about: About, others: Iterable[XmlNode] = ()) -> Iterator[XmlNode]:
    """What makes a rule accountable, and what other tools have added beside it."""
    extensions = list(others)
    if about != About():
        inner = node("about", version=about.version, validFrom=about.valid_from, validTo=about.valid_to)
        inner.namespace, inner.text = ABOUT_NAMESPACE, about.citation
        extensions.insert(0, inner)
    if extensions:
        yield node(EXTENSIONS, *extensions)


def _item_definition(tag: str, one: ItemDefinition) -> XmlNode:
    made = node(
        tag, name=one.name, id=one.id, label=one.label, isCollection="true" if one.is_collection else ""
    )
    made.children += described(one.description)
    if one.type_ref:
        made.children.append(text_node("typeRef", one.type_ref))
    made.children += cell_node("allowedValues", one.allowed)
    made.children += cell_node("typeConstraint", one.constraint)
    made.children += [_item_definition("itemComponent", part) for part in one.components]
    if one.function_parameters is not None:
        parameters = (
            node("parameters", name=each.name, typeRef=each.type_ref) for each in one.function_parameters
        )
        made.children.append(node("functionItem", *parameters, outputTypeRef=one.function_result))
    return made


def _element(tag: str, element: Element, *children: XmlNode) -> XmlNode:
    return node(
        tag,
        *described(element.description),
        *(_about(element.about) if isinstance(element, Decision) else ()),
        *_variable(element.variable),
        *children,
        id=element.id,
        name=element.name,
        label=element.label,
    )


def _variable(variable: Variable | None) -> Iterator[XmlNode]:
    if variable:
        yield node("variable", name=variable.name, typeRef=variable.type_ref)


def _required(requirement: str, target: str, references: Iterable[str]) -> Iterator[XmlNode]:
    return (node(requirement, node(target, href=reference)) for reference in references)


def _hrefs(tag: str, references: Iterable[str]) -> Iterator[XmlNode]:
    return (node(tag, href=reference) for reference in references)


def _input(one: InputData) -> XmlNode:
    return _element("inputData", one)


def _decision(one: Decision) -> XmlNode:
    questions = (("question", one.question), ("allowedAnswers", one.allowed_answers))
    made = _element(
        "decision",
        one,
        *_required("informationRequirement", "requiredInput", one.required_inputs),
        *_required("informationRequirement", "requiredDecision", one.required_decisions),
        *_required("knowledgeRequirement", "requiredKnowledge", one.required_knowledge),
        *_required("authorityRequirement", "requiredAuthority", one.authorities),
        *([boxed_node(one.expression)] if one.expression else ()),
    )
    before_variable = sum(child.name in ("description", "extensionElements") for child in made.children)
    made.children[before_variable:before_variable] = [text_node(tag, text) for tag, text in questions if text]
    return made


def _knowledge(one: KnowledgeModel) -> XmlNode:
    function = [function_node("encapsulatedLogic", one.function)] if one.function else []
    return _element(
        "businessKnowledgeModel",
        one,
        *function,
        *_required("knowledgeRequirement", "requiredKnowledge", one.required_knowledge),
        *_required("authorityRequirement", "requiredAuthority", one.authorities),
    )


def _service(one: DecisionService) -> XmlNode:
    return _element(
        "decisionService",
        one,
        *_hrefs("outputDecision", one.outputs),
        *_hrefs("encapsulatedDecision", one.encapsulated),
        *_hrefs("inputDecision", one.input_decisions),
        *_hrefs("inputData", one.input_data),
    )


def _source(one: KnowledgeSource) -> XmlNode:
    made = _element(
        "knowledgeSource", one, *_required("authorityRequirement", "requiredAuthority", one.authorities)
    )
    if one.kind:
        made.children.append(text_node("type", one.kind))
    if one.location:
        made.attributes["locationURI"] = one.location
    return made


def _lines(one: XmlNode, depth: int, prefixes: dict[str, str], root: bool = False) -> Iterator[str]:
    """The lines of a node; namespaces met on the way get a prefix where they are first used."""
    declared = [] if not root else list(prefixes.items())
    for namespace in _namespaces(one):
        if namespace not in prefixes:
            prefixes = {**prefixes, namespace: f"n{len(prefixes)}"}
            declared.append((namespace, prefixes[namespace]))
    tag = _qualified(prefixes.get(one.namespace, ""), one.name)
    attributes = "".join(
        f" xmlns{':' if prefix else ''}{prefix}={quoteattr(namespace)}" for namespace, prefix in declared
    ) + "".join(f" {_attribute(name, prefixes)}={quoteattr(value)}" for name, value in one.attributes.items())
    indent = "  " * depth
    if not one.children and not one.text:
        yield f"{indent}<{tag}{attributes}/>"
    elif not one.children:
        yield f"{indent}<{tag}{attributes}>{_escaped(one.text)}</{tag}>"
    else:
        yield f"{indent}<{tag}{attributes}>{_escaped(one.text.strip())}"
        for child in one.children:
            yield from _lines(child, depth + 1, prefixes)
        yield f"{indent}</{tag}>"


def _escaped(text: str) -> str:
    """The text as XML; a carriage return would otherwise be read as the end of a line."""
    return escape(text, {"\r": "&#13;"})


def _namespaces(one: XmlNode) -> Iterator[str]:
    if one.namespace:
        yield one.namespace
    for name in one.attributes:
        if name.startswith("{"):
            yield name[1:].partition("}")[0]


def _attribute(name: str, prefixes: dict[str, str]) -> str:
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    return _qualified(prefixes[namespace], local)


def _qualified(prefix: str, name: str) -> str:
    return f"{prefix}:{name}" if prefix else name
