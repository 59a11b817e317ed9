"""Runs the DMN Technology Compatibility Kit: `python -m moothall.engines.dmn.tck FOLDER`.

An assertion passes only when its expected value was produced. Where null is expected and the engine could not
read the expression at all, the null comes from a refusal: that is reported apart and counts as no pass.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from .feel.calls import conformed
from .limits import Run
from .model.elements import DecisionService, KnowledgeModel
from .problems import Problem, RuleError
from .running.graph import Graph, session
from .running.linking import Key, variable_name
from .values import compare
from .values.numbers import number_from_text
from .values.temporal_text import date_from_text, date_time_from_text, temporal_from_text, time_from_text
from .values.text import literal
from .xml.reading import read_dmn_file
from .xml.xml_tree import XmlNode, parse_xml

PASSED, FAILED, REFUSED = "passed", "failed", "refused where null is expected"
TOLERANCE = Decimal("1e-8")
_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One expected result and what became of it."""

    case: str
    node: str
    verdict: str
    expected: str = ""
    produced: str = ""
    why: str = ""


@dataclass
class ModelReport:
    """The assertions of one folder of the kit."""

    name: str
    assertions: list[Assertion] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        """How many assertions ended so."""
        return sum(assertion.verdict == verdict for assertion in self.assertions)


@dataclass
class Report:
    """All folders that were run."""

    models: list[ModelReport] = field(default_factory=list)

    @property
    def passed(self) -> int:
        return sum(model.count(PASSED) for model in self.models)

    @property
    def total(self) -> int:
        return sum(len(model.assertions) for model in self.models)

    def lines(self) -> Iterator[str]:
        """The report as text: passes per model, then the assertions that did not pass, then the sums."""
        for model in self.models:
            refused = model.count(REFUSED)
            apart = f"  ({refused} refused where null is expected)" if refused else ""
            yield f"{model.count(PASSED):5} of {len(model.assertions):5}  {model.name}{apart}"
        for model in self.models:
            for assertion in model.assertions:
                if assertion.verdict != PASSED:
                    yield (
                        f"{model.name} {assertion.case} {assertion.node}: {assertion.verdict}; expected "
                        f"{assertion.expected}, produced {assertion.produced} {assertion.why}"
                    )
        refused = sum(model.count(REFUSED) for model in self.models)
        failed = sum(model.count(FAILED) for model in self.models)
        yield f"{self.passed} of {self.total} passed, {failed} failed, {refused} {REFUSED}"


def run_folder(path: Path) -> Report:
    """Run every test case file in a folder and the folders within it."""
    folders = sorted({file.parent for file in path.rglob("*.xml") if _is_test_file(file)})
    return Report([_run_model_folder(folder) for folder in folders])


def _is_test_file(file: Path) -> bool:
    return "-test-" in file.name


def _run_model_folder(folder: Path) -> ModelReport:
    report = ModelReport(folder.name)
    for file in sorted(folder.glob("*-test-*.xml")):
        cases = parse_xml(file.read_bytes(), source=file.name)
        graph = _graph(folder, cases.text_of("modelName"))
        for case in cases.all("testCase"):
            report.assertions.extend(_run_case(graph, case))
    return report


def _graph(folder: Path, name: str) -> Graph | RuleError:
    """The compiled model of that file name with the others of its folder, or why there is none."""
    try:
        models = {file.name: read_dmn_file(file) for file in sorted(folder.glob("*.dmn"))}
        if name not in models:
            return RuleError(Problem("There is no model of this name.", text=name))
        return Graph(models[name], [model for other, model in models.items() if other != name])
    except RuleError as error:
        return error


def _run_case(graph: Graph | RuleError, case: XmlNode) -> Iterator[Assertion]:
    given = {node.get("name"): _value(node) for node in case.all("inputNode")}
    for node in case.all("resultNode"):
        expected_node = node.first("expected")
        expected = _value(expected_node) if expected_node else None
        run = Run()
        try:
            if isinstance(graph, RuleError):
                raise graph
            produced = _produced(graph, case, node, given, run)
        except RuleError as error:
            verdict = REFUSED if expected is None else FAILED
            yield Assertion(
                case.get("id"), node.get("name"), verdict, literal(expected), "an error", str(error)
            )
            continue
        verdict = PASSED if agrees(expected, produced) else FAILED
        if verdict == PASSED and expected is None and _unreadable(run):
            verdict = REFUSED
        yield Assertion(
            case.get("id"),
            node.get("name"),
            verdict,
            literal(expected),
            literal(produced),
            "; ".join(run.notes),
        )


def _unreadable(run: Run) -> bool:
    return any("cannot be read" in note or "are not carried out" in note for note in run.notes)


def _produced(graph: Graph, case: XmlNode, node: XmlNode, given: Mapping[str, Any], run: Run) -> Any:
    if case.get("type") in ("decisionService", "bkm") and case.get("invocableName"):
        return _invoked(graph, case.get("invocableName"), node.get("name"), given, run)
    keys = {key: given[name] for name, key in _input_keys(graph).items() if name in given}
    return session(graph, keys, run).value(graph.key_named(node.get("name"), node.get("namespace")))


def _input_keys(graph: Graph) -> dict[str, Key]:
    """Inputs and decisions that a test may give values for, by name, those of imports with their prefix."""
    model = graph.model
    keys: dict[str, Key] = {}
    for key, element in graph.library.elements.items():
        name = variable_name(element)
        if key[0] != model.namespace:
            prefix = graph.library.import_name(model, key[0])
            keys.setdefault(f"{prefix}.{name}" if prefix else name, key)
            keys.setdefault(name, key)
    for key, element in graph.library.elements.items():
        if key[0] == model.namespace:
            keys[variable_name(element)] = key
    return keys


def _invoked(graph: Graph, name: str, result: str, given: Mapping[str, Any], run: Run) -> Any:
    key = graph.key_named(name)
    element = graph.library.elements[key]
    function = graph.functions[key]
    if isinstance(element, KnowledgeModel):
        return function.body(run, [given.get(parameter.name) for parameter in function.parameters])
    assert isinstance(element, DecisionService)
    references = (*element.input_data, *element.input_decisions)
    targets = [
        target for reference in references if (target := graph.library.referred(graph.model, reference))
    ]
    values = {target[1]: given.get(variable_name(graph.library.elements[target[1]])) for target in targets}
    outcome = session(graph, values, run).value(graph.key_named(result))
    alone = len(element.outputs) == 1
    return conformed(run, outcome, function.result, name) if alone else outcome


def agrees(expected: Any, produced: Any) -> bool:
    """Whether the produced value is the expected one; numbers may differ by 1e-8, as the kit allows."""
    if isinstance(expected, Decimal) and isinstance(produced, Decimal):
        return abs(expected - produced) <= TOLERANCE
    if isinstance(expected, list) and isinstance(produced, list):
        return len(expected) == len(produced) and all(map(agrees, expected, produced))
    if isinstance(expected, dict) and isinstance(produced, dict):
        return expected.keys() == produced.keys() and all(
            agrees(value, produced[name]) for name, value in expected.items()
        )
    return compare.equal(expected, produced) is True


def _value(node: XmlNode) -> Any:
    """The FEEL value that a test file describes."""
    listed = node.first("list")
    if listed is not None:
        return None if _is_nil(listed) else [_value(item) for item in listed.all("item")]
    if node.first("component") is not None:
        return {part.get("name"): None if _is_nil(part) else _value(part) for part in node.all("component")}
    value = node.first("value")
    if value is None or _is_nil(value):
        return None
    return _simple(value)


def _is_nil(node: XmlNode) -> bool:
    return node.get(_SCHEMA_INSTANCE + "nil") == "true"


def _simple(node: XmlNode) -> Any:
    kind = node.get(_SCHEMA_INSTANCE + "type").rpartition(":")[2]
    read = _READERS.get(kind, str)
    return read(node.text if kind in ("", "string") else node.text.strip())


_READERS: dict[str, Any] = {
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long", "number"), number_from_text),
    "boolean": lambda text: text == "true",
    "date": date_from_text,
    "time": time_from_text,
    "dateTime": date_time_from_text,
    **dict.fromkeys(("duration", "dayTimeDuration", "yearMonthDuration"), temporal_from_text),
}


def main(arguments: Sequence[str]) -> int:
    """Print the report on a folder; 1 when something did not pass."""
    if len(arguments) != 1:
        print("usage: python -m moothall.engines.dmn.tck FOLDER")
        return 2
    report = run_folder(Path(arguments[0]))
    for line in report.lines():
        print(line)
    return 0 if report.passed == report.total else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
