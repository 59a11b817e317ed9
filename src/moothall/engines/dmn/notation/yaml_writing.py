"""A model as YAML, written so that a change to a rule changes one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from ..model.boxed import DecisionTable, LiteralText, Rule
from ..model.elements import About, Decision, Model
from ..values.text import literal
from .cases import Example
from .model_words import (
    column_name,
    decision_kinds,
    hit_word,
    input_kinds,
    output_kind,
    result_words,
    table_of,
    test_words,
)
from .words import Kind

_PLAIN = re.compile(r"[A-Za-z0-9_£<=.(+/][^:#\[\]{},\"'`|>&*!%@?\n\\]*")
_LOOKS_OTHERWISE = re.compile(r"(?i:true|false|null|~|y|n|on|off)|[-+.\d][\d_.eE+:-]*")


def write_yaml(model: Model, tests: Sequence[Example] = ()) -> str:
    """The model and its tests as YAML. Raises RuleError for logic that only DMN XML can hold."""
    return "\n".join([*_heading(model), *_inputs(model), *_decisions(model), *_tests(tests)]) + "\n"


def scalar(text: str) -> str:
    """The text as a YAML value, in quotation marks only where it needs them."""
    if _PLAIN.fullmatch(text) and text == text.strip() and not _LOOKS_OTHERWISE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _cell(text: str) -> str:
    """A condition or result: numbers stay as they are."""
    return text if re.fullmatch(r"-?\d+(\.\d+)?", text) else scalar(text)


def _heading(model: Model) -> Iterator[str]:
    yield f"rules: {scalar(model.name)}"
    if model.description:
        yield f"about: {scalar(model.description)}"
    yield from _about(model.about, "")


def _about(about: About, indent: str) -> Iterator[str]:
    for name in ("citation", "version", "valid_from", "valid_to"):
        value = getattr(about, name)
        if value:
            yield f"{indent}{name}: {scalar(value)}"


def _inputs(model: Model) -> Iterator[str]:
    kinds = input_kinds(model)
    if model.inputs:
        yield from ("", "inputs:")
    for one in model.inputs:
        said = [*_kind(kinds[one.name])]
        if one.description:
            said.append(f"ask: {scalar(one.description)}")
        yield from _named(one.name, said, "  ")


def _named(name: str, said: Sequence[str], indent: str) -> Iterator[str]:
    """A name and what is said of it, a line each; of what may be anything nothing is said."""
    yield f"{indent}{scalar(name)}:" + ("" if said else " {}")
    yield from (f"{indent}  {line}" for line in said)


def _kind(kind: Kind) -> Iterator[str]:
    if kind.values:
        yield f"values: [{', '.join(map(scalar, kind.values))}]"
    if kind.word and not (kind.values and kind.word == "text"):
        yield f"type: {kind.word}"


def _decisions(model: Model) -> Iterator[str]:
    kinds = {**input_kinds(model), **decision_kinds(model)}
    if model.decisions:
        yield from ("", "decisions:")
    for decision in model.decisions:
        yield f"  {scalar(decision.name)}:"
        if decision.label:
            yield f"    label: {scalar(decision.label)}"
        yield from _about(decision.about, "    ")
        table = table_of(decision)
        yield from _table(decision, table, kinds) if table else _value(decision)


def _value(decision: Decision) -> Iterator[str]:
    assert isinstance(decision.expression, LiteralText)
    yield f"    value: {scalar(decision.expression.text.strip())}"


def _table(decision: Decision, table: DecisionTable, kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield f"    choose: {hit_word(table)}"
    outputs = {clause.name: output_kind(clause) for clause in table.outputs}
    yield from _outputs(decision.name, outputs)
    columns = [column_name(clause) for clause in table.inputs]
    yield f"    columns: [{', '.join(map(scalar, columns))}]"
    yield "    rules:" + ("" if table.rules else " []")
    for rule in table.rules:
        yield from _rule(rule, table, columns, outputs, kinds)
    defaults = {clause.name: clause.default for clause in table.outputs if clause.default}
    if defaults:
        kept = {name: outputs[name] for name in defaults}
        yield f"    otherwise: {_results(list(defaults.values()), kept)}"


def _outputs(decision: str, outputs: Mapping[str, Kind]) -> Iterator[str]:
    if list(outputs) != [decision]:
        yield "    results:"
        for name, kind in outputs.items():
            yield from _named(name, [*_kind(kind)], "      ")
    elif said := [line for kind in outputs.values() for line in _kind(kind)]:
        yield from _named("result", said, "    ")


def _rule(
    rule: Rule,
    table: DecisionTable,
    columns: Sequence[str],
    outputs: Mapping[str, Kind],
    kinds: Mapping[str, Kind],
) -> Iterator[str]:
    words = {
        name: test_words(cell.text, kinds.get(name, Kind()))
        for name, cell in zip(columns, rule.tests, strict=True)
    }
    cells = ", ".join(
        f"{scalar(name)}: {_cell(text)}" for name, text in words.items() if text not in ("", "-")
    )
    yield f"      - when: {{{cells}}}"
    yield f"        then: {_results(rule.results, outputs)}"
    because = next(iter(rule.notes), "")
    if because:
        yield f"        because: {scalar(because)}"


def _results(results: Sequence[LiteralText], outputs: Mapping[str, Kind]) -> str:
    words = {
        name: _cell(result_words(result, kind))
        for (name, kind), result in zip(outputs.items(), results, strict=True)
    }
    if len(words) == 1:
        return next(iter(words.values()))
    return "{" + ", ".join(f"{scalar(name)}: {text}" for name, text in words.items()) + "}"


def _tests(tests: Sequence[Example]) -> Iterator[str]:
    if tests:
        yield from ("", "tests:")
    for example in tests:
        yield f"  - name: {scalar(example.name)}"
        for title, values in (("given", example.given), ("expect", example.expect)):
            pairs = ", ".join(f"{scalar(name)}: {_value_text(value)}" for name, value in values.items())
            yield f"    {title}: {{{pairs}}}"


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return scalar(value) if value not in ("yes", "no") else json.dumps(value)
    return literal(value)
