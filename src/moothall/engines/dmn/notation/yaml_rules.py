"""Rules in YAML: read with exact places of errors, written so that a change is a readable difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model.elements import About, Model
from ..problems import Place, Problem, RuleError
from .about import ABOUT_KEYS, about_of
from .cases import Example, example_of
from .drafts import DecisionDraft, InputDraft, RowDraft, RulesDraft, Written
from .words import Kind, hit_policy, type_word
from .yaml_tree import Part, parse_yaml

FILE_KEYS = ("rules", "about", *ABOUT_KEYS, "inputs", "decisions", "tests")
INPUT_KEYS = ("type", "values", "ask")
DECISION_KEYS = (
    "label",
    *ABOUT_KEYS,
    "choose",
    "columns",
    "result",
    "results",
    "rules",
    "otherwise",
    "value",
)
ROW_KEYS = ("when", "then", "because")


@dataclass(frozen=True, slots=True)
class RulesFile:
    """What a file of rules holds: the model and the tests beside it."""

    model: Model
    tests: tuple[Example, ...]


def read_yaml(text: str, *, source: str = "") -> RulesFile:
    """Read rules. Raises RuleError with the line and column of what is wrong."""
    root = parse_yaml(text, source=source).mapping(known=FILE_KEYS, what="A file of rules")
    if "rules" not in root:
        expected = "a line such as “rules: Bulky waste”"
        raise RuleError(Problem("The rules have no name.", Place(source), next(iter(root), ""), expected))
    draft = RulesDraft(
        name=root["rules"].word("The name"),
        description=_word(root, "about"),
        about=_about(root),
        inputs=tuple(_inputs(root.get("inputs"))),
        decisions=tuple(_decisions(root.get("decisions"))),
        source=source,
    )
    return RulesFile(draft.model(), tuple(map(example_of, _listed(root.get("tests"), "tests"))))


def _word(entries: Mapping[str, Part], name: str) -> str:
    return entries[name].word(name) if name in entries else ""


def _listed(part: Part | None, what: str) -> tuple[Part, ...]:
    return part.listed(what) if part else ()


def _about(entries: Mapping[str, Part]) -> About:
    said = {key: (_word(entries, key), entries[key].place) for key in ABOUT_KEYS if key in entries}
    return about_of(said)


def _inputs(part: Part | None) -> Iterator[InputDraft]:
    for name, described in part.mapping(what="inputs").items() if part else ():
        if described.entries is None:
            yield InputDraft(name, _kind_of(described), place=described.place)
            continue
        entries = described.mapping(known=INPUT_KEYS, what="An input")
        yield InputDraft(name, _kind(entries, described), _word(entries, "ask"), described.place)


def _kind(entries: Mapping[str, Part], part: Part) -> Kind:
    values = tuple(value.word("A value") for value in _listed(entries.get("values"), "values"))
    word = (
        type_word(_word(entries, "type"), entries["type"].place)
        if "type" in entries
        else "text"
        if values
        else ""
    )
    return Kind(word, values)


def _kind_of(part: Part) -> Kind:
    return Kind(type_word(part.word("The type"), part.place))


def _decisions(part: Part | None) -> Iterator[DecisionDraft]:
    for name, described in part.mapping(what="decisions").items() if part else ():
        yield _decision(name, described)


def _decision(name: str, part: Part) -> DecisionDraft:
    entries = part.mapping(known=DECISION_KEYS, what="A decision")
    if "value" in entries:
        value = entries["value"]
        _refuse_both(name, entries)
        return DecisionDraft(
            name,
            value=_written(value),
            label=_word(entries, "label"),
            about=_about(entries),
            place=part.place,
        )
    outputs = _outputs(name, entries)
    hit = entries.get("choose")
    columns = _listed(entries.get("columns"), "columns")
    rows = _listed(entries.get("rules"), "rules")
    return DecisionDraft(
        name=name,
        outputs=outputs,
        rows=tuple(_row(row, outputs, columns) for row in rows),
        columns=tuple(column.word("A column") for column in columns),
        named_at=_named_at(rows, columns),
        otherwise=_results(entries["otherwise"], outputs) if "otherwise" in entries else {},
        hit=hit_policy(hit.word("choose"), hit.place) if hit else ("UNIQUE", ""),
        label=_word(entries, "label"),
        about=_about(entries),
        place=part.place,
    )


def _outputs(name: str, entries: Mapping[str, Part]) -> dict[str, Kind]:
    if "results" in entries:
        return {
            output: _kind_of(part) if part.entries is None else _kind(part.mapping(known=INPUT_KEYS), part)
            for output, part in entries["results"].mapping(what="results").items()
        }
    part = entries.get("result")
    if part is None:
        return {name: Kind()}
    return {name: _kind_of(part) if part.entries is None else _kind(part.mapping(known=INPUT_KEYS), part)}


def _refuse_both(name: str, entries: Mapping[str, Part]) -> None:
    for key in ("rules", "otherwise", "columns"):
        if key in entries:
            message = f"{name} has both a value and {key}."
            expected = "either “value”, or rules to choose from"
            raise RuleError(Problem(message, entries[key].named_at, key, expected))


def _named_at(rows: Sequence[Part], columns: Sequence[Part]) -> dict[str, Place]:
    """Where each column is first named."""
    places: dict[str, Place] = {column.text: column.place for column in columns}
    for row in rows:
        when = (row.entries or {}).get("when")
        for name, cell in ((when.entries or {}) if when else {}).items():
            places.setdefault(name, cell.named_at)
    return places


def _row(part: Part, outputs: Mapping[str, Kind], columns: Sequence[Part]) -> RowDraft:
    entries = part.mapping(known=ROW_KEYS, what="A rule")
    if "then" not in entries:
        raise RuleError(Problem("This rule gives no result.", part.place, part.shown, "a line “then: …”"))
    known = tuple(column.text for column in columns) or None
    tests = entries["when"].mapping(known=known, what="when") if "when" in entries else {}
    return RowDraft(
        tests={name: _written(cell) for name, cell in tests.items()},
        results=_results(entries["then"], outputs),
        because=_word(entries, "because"),
        place=part.place,
    )


def _results(part: Part, outputs: Mapping[str, Kind]) -> dict[str, Written]:
    if part.entries is None:
        if len(outputs) != 1:
            expected = ", ".join(f"{name}: …" for name in outputs)
            raise RuleError(Problem("Say which result this is.", part.place, part.text, expected))
        return {next(iter(outputs)): _result(part)}
    return {name: _result(cell) for name, cell in part.mapping(known=tuple(outputs), what="then").items()}


def _result(part: Part) -> Written:
    return Written(part.word("A result") or "null", part.place, part.quoted)


def _written(part: Part) -> Written:
    """A cell; a list in brackets means one of several."""
    if part.items is not None:
        return Written(", ".join(item.word("A value") for item in part.items), part.place)
    return Written(part.word("A cell") or "null", part.place, part.quoted)
