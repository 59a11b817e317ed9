"""Boxed expressions to XML nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..model.boxed import (
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
    DecisionTable,
    InputClause,
    LiteralText,
    OutputClause,
    Rule,
)
from .names import ABOUT_NAMESPACE, MODEL_15
from .xml_tree import XmlNode


def node(tag: str, *children: XmlNode, **attributes: str) -> XmlNode:
    """A node of DMN 1.5; attributes without a value are left out."""
    given = {name: value for name, value in attributes.items() if value}
    return XmlNode(MODEL_15, tag, given, list(children))


def text_node(tag: str, text: str) -> XmlNode:
    """A node that holds text."""
    made = node(tag)
    made.text = text
    return made


def described(text: str) -> list[XmlNode]:
    """The node of a description; none without one."""
    return [text_node("description", text)] if text else []


def cell_node(tag: str, cell: Cell | None) -> list[XmlNode]:
    """The node of unary tests; none without a cell."""
    return [node(tag, text_node("text", cell.text))] if cell else []


def boxed_node(boxed: Boxed) -> XmlNode:
    """The node of a boxed expression."""
    made = _WRITERS[boxed.__class__](boxed)
    for name, value in (("typeRef", boxed.type_ref), ("id", boxed.id)):
        if value:
            made.attributes[name] = value
    return made


def function_node(tag: str, function: BoxedFunction) -> XmlNode:
    """The node of a function definition."""
    parameters = (node("formalParameter", name=one.name, typeRef=one.type_ref) for one in function.parameters)
    kind = function.kind if function.kind != "FEEL" else ""
    return node(
        tag, *parameters, *_inner(function.body), kind=kind, typeRef=function.type_ref, id=function.id
    )


def _inner(boxed: Boxed | None) -> list[XmlNode]:
    return [boxed_node(boxed)] if boxed else []


def _literal(boxed: LiteralText) -> XmlNode:
    return _literal_node("literalExpression", boxed)


def _literal_node(tag: str, boxed: LiteralText) -> XmlNode:
    return node(
        tag,
        text_node("text", boxed.text),
        id=boxed.id,
        typeRef=boxed.type_ref,
        expressionLanguage=boxed.language,
    )


def _context(boxed: BoxedContext) -> XmlNode:
    entries = []
    for entry in boxed.entries:
        variable = entry.variable
        named = [node("variable", name=variable.name, typeRef=variable.type_ref)] if variable else []
        entries.append(node("contextEntry", *named, *_inner(entry.value)))
    return node("context", *entries)


def _invocation(boxed: BoxedInvocation) -> XmlNode:
    bindings = (
        node(
            "binding",
            node("parameter", name=one.parameter.name, typeRef=one.parameter.type_ref),
            *_inner(one.value),
        )
        for one in boxed.bindings
    )
    return node("invocation", *_inner(boxed.callee), *bindings)


def _relation(boxed: BoxedRelation) -> XmlNode:
    columns = (node("column", name=one.name, typeRef=one.type_ref) for one in boxed.columns)
    return node("relation", *columns, *(node("row", *map(boxed_node, row)) for row in boxed.rows))


def _list(boxed: BoxedList) -> XmlNode:
    return node("list", *map(boxed_node, boxed.items))


def _conditional(boxed: BoxedConditional) -> XmlNode:
    parts = (("if", boxed.condition), ("then", boxed.chosen), ("else", boxed.otherwise))
    return node("conditional", *(node(tag, *_inner(part)) for tag, part in parts))


def _filter(boxed: BoxedFilter) -> XmlNode:
    return node("filter", node("in", *_inner(boxed.values)), node("match", *_inner(boxed.match)))


def _iteration(boxed: BoxedIteration) -> XmlNode:
    body = "return" if boxed.kind == "for" else "satisfies"
    return node(
        boxed.kind,
        node("in", *_inner(boxed.values)),
        node(body, *_inner(boxed.body)),
        iteratorVariable=boxed.variable,
    )


def _table(table: DecisionTable) -> XmlNode:
    return node(
        "decisionTable",
        *map(_input_clause, table.inputs),
        *map(_output_clause, table.outputs),
        *(node("annotation", name=name) for name in table.annotations),
        *map(_rule, table.rules),
        hitPolicy=table.hit_policy,
        aggregation=table.aggregation,
        outputLabel=table.output_label,
        preferredOrientation=table.orientation,
    )


def _input_clause(clause: InputClause) -> XmlNode:
    made = node(
        "input",
        _literal_node("inputExpression", clause.expression),
        *cell_node("inputValues", clause.values),
        id=clause.id,
        label=clause.label,
    )
    if clause.question:
        made.attributes[f"{{{ABOUT_NAMESPACE}}}question"] = clause.question
    return made


def _output_clause(clause: OutputClause) -> XmlNode:
    default = [_literal_node("defaultOutputEntry", clause.default)] if clause.default else []
    return node(
        "output",
        *cell_node("outputValues", clause.values),
        *default,
        id=clause.id,
        name=clause.name,
        label=clause.label,
        typeRef=clause.type_ref,
    )


def _rule(rule: Rule) -> XmlNode:
    tests = (node("inputEntry", text_node("text", cell.text)) for cell in rule.tests)
    results = (_literal_node("outputEntry", result) for result in rule.results)
    notes = (node("annotationEntry", text_node("text", note)) for note in rule.notes)
    return node("rule", *described(rule.description), *tests, *results, *notes, id=rule.id)


_WRITERS: dict[type, Callable[[Any], XmlNode]] = {
    LiteralText: _literal,
    BoxedContext: _context,
    BoxedFunction: lambda boxed: function_node("functionDefinition", boxed),
    BoxedInvocation: _invocation,
    BoxedRelation: _relation,
    BoxedList: _list,
    BoxedConditional: _conditional,
    BoxedFilter: _filter,
    BoxedIteration: _iteration,
    DecisionTable: _table,
}
