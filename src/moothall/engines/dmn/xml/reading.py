"""DMN XML, versions 1.1 to 1.5, to a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..model.boxed import Variable
from ..model.elements import (
    About,
    Decision,
    DecisionService,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    KnowledgeSource,
    Model,
)
from ..problems import Problem, RuleError, RuleSyntaxError
from .boxed_reading import boxed_in, cell_of, function_of, variable_of
from .names import ABOUT_NAMESPACE, EXTENSIONS, FEEL_LANGUAGES, MODEL_NAMESPACES
from .xml_tree import XmlNode, parse_xml

_LOGIC = frozenset(
    {
        "description", EXTENSIONS, "import", "itemDefinition", "inputData", "decision",
        "businessKnowledgeModel", "decisionService", "knowledgeSource",
    }
)  # fmt: skip


def read_dmn_file(path: Path) -> Model:
    """The model in a file. Raises RuleSyntaxError when it is no DMN XML, OSError when it cannot be opened."""
    return read_dmn(path.read_bytes(), source=path.name)


def read_dmn(text: str | bytes, *, source: str = "") -> Model:
    """The model in DMN XML. Raises RuleSyntaxError when the text is not that."""
    root = parse_xml(text, source=source)
    if root.name != "definitions" or root.namespace not in MODEL_NAMESPACES:
        raise RuleSyntaxError(
            Problem("This is no DMN file.", root.place, root.name, "definitions of DMN 1.2 to 1.5")
        )
    if root.get("expressionLanguage").strip() not in FEEL_LANGUAGES:
        message = "Rules in this expression language are not carried out."
        raise RuleSyntaxError(Problem(message, root.place, root.get("expressionLanguage"), "FEEL"))
    return Model(
        name=root.get("name"),
        namespace=root.get("namespace"),
        id=root.get("id"),
        description=root.text_of("description"),
        about=_about(root),
        imports=tuple(map(_import, root.all("import"))),
        types=tuple(map(_item_definition, root.all("itemDefinition"))),
        inputs=tuple(map(_input, root.all("inputData"))),
        decisions=tuple(map(_decision, root.all("decision"))),
        knowledge=tuple(map(_knowledge, root.all("businessKnowledgeModel"))),
        services=tuple(map(_service, root.all("decisionService"))),
        sources=tuple(map(_source, root.all("knowledgeSource"))),
        kept=tuple(_kept(root)),
        source=source,
    )


def _kept(root: XmlNode) -> Iterator[XmlNode]:
    """What carries no logic: diagrams, annotations, and what other tools have added to the whole model."""
    yield from (
        child for child in root.children if child.namespace != root.namespace or child.name not in _LOGIC
    )
    for extension in root.all(EXTENSIONS):
        foreign = [child for child in extension.children if child.namespace != ABOUT_NAMESPACE]
        if foreign:
            yield XmlNode(extension.namespace, EXTENSIONS, children=foreign)


def _named(node: XmlNode) -> str:
    name = node.get("name")
    if not name:
        shown = f"<{node.name} id={node.get('id')!r}>"
        raise RuleError(Problem(f"This {node.name} has no name.", node.place, shown, "an attribute name"))
    return name


def _about(node: XmlNode) -> About:
    extension = node.first(EXTENSIONS)
    children = extension.children if extension else []
    about = next((child for child in children if child.namespace == ABOUT_NAMESPACE), None)
    if about is None:
        return About()
    return About(about.text.strip(), about.get("version"), about.get("validFrom"), about.get("validTo"))


def _import(node: XmlNode) -> Import:
    return Import(
        name=node.get("name"),
        namespace=node.get("namespace"),
        kind=node.get("importType"),
        location=node.get("locationURI"),
        place=node.place,
    )


def _item_definition(node: XmlNode) -> ItemDefinition:
    function = node.first("functionItem")
    return ItemDefinition(
        name=_named(node),
        type_ref=node.text_of("typeRef"),
        allowed=cell_of(node.first("allowedValues")),
        constraint=cell_of(node.first("typeConstraint")),
        components=tuple(map(_item_definition, node.all("itemComponent"))),
        is_collection=node.get("isCollection").strip() == "true",
        function_parameters=tuple(map(variable_of, function.all("parameters"))) if function else None,
        function_result=function.get("outputTypeRef") if function else "",
        description=node.text_of("description"),
        label=node.get("label"),
        id=node.get("id"),
        place=node.place,
    )


def _variable(node: XmlNode) -> Variable | None:
    variable = node.first("variable")
    return variable_of(variable) if variable else None


def _references(node: XmlNode, requirement: str, required: str) -> tuple[str, ...]:
    return tuple(target.get("href") for child in node.all(requirement) for target in child.all(required))


def _authorities(node: XmlNode) -> tuple[str, ...]:
    return tuple(
        target.get("href")
        for child in node.all("authorityRequirement")
        for target in child.children
        if target.get("href")
    )


def _input(node: XmlNode) -> InputData:
    return InputData(
        id=node.get("id"),
        name=_named(node),
        variable=_variable(node),
        description=node.text_of("description"),
        label=node.get("label"),
        place=node.place,
    )


def _decision(node: XmlNode) -> Decision:
    return Decision(
        id=node.get("id"),
        name=_named(node),
        variable=_variable(node),
        description=node.text_of("description"),
        label=node.get("label"),
        place=node.place,
        expression=boxed_in(node),
        required_decisions=_references(node, "informationRequirement", "requiredDecision"),
        required_inputs=_references(node, "informationRequirement", "requiredInput"),
        required_knowledge=_references(node, "knowledgeRequirement", "requiredKnowledge"),
        authorities=_authorities(node),
        question=node.text_of("question"),
        allowed_answers=node.text_of("allowedAnswers"),
        about=_about(node),
    )


def _knowledge(node: XmlNode) -> KnowledgeModel:
    logic = node.first("encapsulatedLogic")
    return KnowledgeModel(
        id=node.get("id"),
        name=_named(node),
        variable=_variable(node),
        description=node.text_of("description"),
        label=node.get("label"),
        place=node.place,
        function=function_of(logic) if logic else None,
        required_knowledge=_references(node, "knowledgeRequirement", "requiredKnowledge"),
        authorities=_authorities(node),
    )


def _service(node: XmlNode) -> DecisionService:
    def hrefs(name: str) -> tuple[str, ...]:
        return tuple(child.get("href") for child in node.all(name))

    return DecisionService(
        id=node.get("id"),
        name=_named(node),
        variable=_variable(node),
        description=node.text_of("description"),
        label=node.get("label"),
        place=node.place,
        outputs=hrefs("outputDecision"),
        encapsulated=hrefs("encapsulatedDecision"),
        input_decisions=hrefs("inputDecision"),
        input_data=hrefs("inputData"),
    )


def _source(node: XmlNode) -> KnowledgeSource:
    return KnowledgeSource(
        id=node.get("id"),
        name=_named(node),
        description=node.text_of("description"),
        label=node.get("label"),
        place=node.place,
        kind=node.text_of("type"),
        location=node.get("locationURI"),
        authorities=_authorities(node),
    )
