"""The boxed expressions of DMN XML (DMN 1.5, 10.2.2)."""

from __future__ import annotations

from collections.abc import Callable

from ..model.boxed import (
    Binding,
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    BoxedRelation,
    Cell,
    ContextEntry,
    DecisionTable,
    InputClause,
    LiteralText,
    OutputClause,
    Rule,
    Variable,
)
from .names import ABOUT_NAMESPACE
from .xml_tree import XmlNode

Read = Callable[[XmlNode], Boxed]


def boxed_in(node: XmlNode | None) -> Boxed | None:
    """The boxed expression among the children of a node, or None."""
    if node is None:
        return None
    return next((boxed(child) for child in node.all(*_READERS)), None)


def boxed(node: XmlNode) -> Boxed:
    """The boxed expression that a node is."""
    return _READERS[node.name](node)


def variable_of(node: XmlNode) -> Variable:
    """The name and type of a variable, parameter or column."""
    return Variable(node.get("name"), node.get("typeRef"), node.place)


def cell_of(node: XmlNode | None) -> Cell | None:
    """The unary tests of a node, or None without one."""
    if node is None:
        return None
    text = node.first("text")
    return Cell(text=text.text if text else "", place=text.text_place if text else node.place)


def function_of(node: XmlNode) -> BoxedFunction:
    """The function of a function definition."""
    return BoxedFunction(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=node.place,
        parameters=tuple(map(variable_of, node.all("formalParameter"))),
        body=boxed_in(node),
        kind=node.get("kind") or "FEEL",
    )


def _literal(node: XmlNode) -> LiteralText:
    text = node.first("text")
    return LiteralText(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=text.text_place if text and text.text else node.place,
        text=text.text if text else "",
        language=node.get("expressionLanguage"),
    )


def _context(node: XmlNode) -> BoxedContext:
    entries = tuple(
        ContextEntry(variable=_entry_variable(entry), value=boxed_in(entry))
        for entry in node.all("contextEntry")
    )
    return BoxedContext(type_ref=node.get("typeRef"), id=node.get("id"), place=node.place, entries=entries)


def _entry_variable(entry: XmlNode) -> Variable | None:
    variable = entry.first("variable")
    return variable_of(variable) if variable else None


def _invocation(node: XmlNode) -> BoxedInvocation:
    bindings = tuple(
        Binding(parameter=variable_of(parameter), value=boxed_in(binding))
        for binding in node.all("binding")
        if (parameter := binding.first("parameter")) is not None
    )
    return BoxedInvocation(
        type_ref=node.get("typeRef"), id=node.get("id"), place=node.place,
        callee=boxed_in(node), bindings=bindings,
    )  # fmt: skip


def _relation(node: XmlNode) -> BoxedRelation:
    return BoxedRelation(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=node.place,
        columns=tuple(map(variable_of, node.all("column"))),
        rows=tuple(_boxed_children(row) for row in node.all("row")),
    )


def _list(node: XmlNode) -> BoxedList:
    return BoxedList(
        type_ref=node.get("typeRef"), id=node.get("id"), place=node.place, items=_boxed_children(node)
    )


def _boxed_children(node: XmlNode) -> tuple[Boxed, ...]:
    return tuple(boxed(child) for child in node.all(*_READERS))


def _conditional(node: XmlNode) -> BoxedConditional:
    return BoxedConditional(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=node.place,
        condition=boxed_in(node.first("if")),
        chosen=boxed_in(node.first("then")),
        otherwise=boxed_in(node.first("else")),
    )


def _filter(node: XmlNode) -> BoxedFilter:
    return BoxedFilter(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=node.place,
        values=boxed_in(node.first("in")),
        match=boxed_in(node.first("match")),
    )


def _iteration(node: XmlNode) -> BoxedIteration:
    return BoxedIteration(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=node.place,
        kind=node.name,
        variable=node.get("iteratorVariable"),
        values=boxed_in(node.first("in")),
        body=boxed_in(node.first("return", "satisfies")),
    )


def _table(node: XmlNode) -> DecisionTable:
    return DecisionTable(
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        place=node.place,
        inputs=tuple(map(_input_clause, node.all("input"))),
        outputs=tuple(map(_output_clause, node.all("output"))),
        rules=tuple(map(_rule, node.all("rule"))),
        annotations=tuple(clause.get("name") for clause in node.all("annotation")),
        hit_policy=node.get("hitPolicy") or "UNIQUE",
        aggregation=node.get("aggregation"),
        output_label=node.get("outputLabel"),
        orientation=node.get("preferredOrientation"),
    )


def _input_clause(node: XmlNode) -> InputClause:
    expression = node.first("inputExpression")
    return InputClause(
        expression=_literal(expression)
        if expression
        else LiteralText(text=node.get("label"), place=node.place),
        label=node.get("label"),
        values=cell_of(node.first("inputValues")),
        question=node.get(f"{{{ABOUT_NAMESPACE}}}question"),
        id=node.get("id"),
    )


def _output_clause(node: XmlNode) -> OutputClause:
    default = node.first("defaultOutputEntry")
    return OutputClause(
        name=node.get("name"),
        label=node.get("label"),
        type_ref=node.get("typeRef"),
        values=cell_of(node.first("outputValues")),
        default=_literal(default) if default else None,
        id=node.get("id"),
    )


def _rule(node: XmlNode) -> Rule:
    tests = (cell_of(entry) for entry in node.all("inputEntry"))
    return Rule(
        tests=tuple(test for test in tests if test is not None),
        results=tuple(map(_literal, node.all("outputEntry"))),
        notes=tuple(entry.text_of("text") for entry in node.all("annotationEntry")),
        description=node.text_of("description"),
        id=node.get("id"),
        place=node.place,
    )


_READERS: dict[str, Read] = {
    "literalExpression": _literal,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": function_of,
    "relation": _relation,
    "list": _list,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "decisionTable": _table,
}
