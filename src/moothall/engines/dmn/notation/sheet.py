"""A decision table laid out in rows and columns, as in CSV and spreadsheets.

First lines such as `rules, Bulky waste` and `choose, first`; then a line of headings,
`if Age (whole number)`, `then Fee (number)`, `because`; then a rule a line, the last perhaps `otherwise`. A
line `ask` before the headings has the question for each column of conditions in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.boxed import DecisionTable, Rule
from ..model.elements import Model
from ..problems import Place, Problem, RuleError, closest
from .about import about_of
from .drafts import DecisionDraft, InputDraft, RowDraft, RulesDraft, Written
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
from .words import Kind, hit_policy, type_word

HEADING_KEYS = ("rules", "about", "citation", "version", "valid_from", "valid_to", "decision", "choose")
_HEADING = re.compile(r"(if|then)\s+(.+?)(?:\s*\(((?:[^()]|\([^()]*\))*)\))?", re.IGNORECASE)
BECAUSE, ASK, OTHERWISE = "because", "ask", "otherwise"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """The text of a cell and where it is."""

    text: str
    place: Place


Line = Sequence[SheetCell]


@dataclass
class _Sheet:
    about: dict[str, SheetCell] = field(default_factory=dict)
    questions: dict[int, str] = field(default_factory=dict)
    headings: list[tuple[int, str, str, Kind, Place]] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)


def model_of_lines(lines: Sequence[Line], *, source: str) -> Model:
    """The model of a table. Raises RuleError with the place of what is wrong."""
    sheet = _read(lines, source)
    tests = {column: name for column, part, name, _, _ in sheet.headings if part == "if"}
    results = {column: name for column, part, name, _, _ in sheet.headings if part == "then"}
    kinds = {name: kind for _, part, name, kind, _ in sheet.headings if part == "then"}
    reasons = next((column for column, part, *_ in sheet.headings if part == BECAUSE), None)
    name = _text(sheet, "decision") or next(iter(kinds), "")
    rows, otherwise = _rules(sheet, tests, results, reasons)
    choose = sheet.about.get("choose")
    decision = DecisionDraft(
        name=name,
        outputs=kinds,
        rows=rows,
        columns=list(tests.values()),
        named_at={label: place for _, part, label, _, place in sheet.headings if part == "if"},
        otherwise=otherwise,
        hit=hit_policy(choose.text, choose.place) if choose else ("UNIQUE", ""),
        place=sheet.headings[0][4],
    )
    about = about_of({key: (cell.text, cell.place) for key, cell in sheet.about.items()})
    inputs = [
        InputDraft(label, kind, sheet.questions.get(column, ""), place)
        for column, part, label, kind, place in sheet.headings
        if part == "if"
    ]
    return RulesDraft(
        _text(sheet, "rules") or name, inputs, [decision], about, _text(sheet, "about"), source
    ).model()


def _text(sheet: _Sheet, key: str) -> str:
    return sheet.about[key].text if key in sheet.about else ""


def _read(lines: Sequence[Line], source: str) -> _Sheet:
    sheet = _Sheet()
    for line in lines:
        first = next((cell for cell in line if cell.text), None)
        if first is None:
            continue
        if ";" in first.text and len(line) == 1 and not sheet.headings:
            message = "The cells are divided by semicolons."
            raise RuleError(Problem(message, first.place, first.text, "commas between the cells"))
        if sheet.headings:
            sheet.rows.append(line)
        elif _HEADING.fullmatch(first.text):
            sheet.headings = list(_headings(line))
        else:
            _read_about(sheet, line, first)
    _check_headings(sheet, source)
    return sheet


def _check_headings(sheet: _Sheet, source: str) -> None:
    expected = "headings such as “if Age (number)” and “then Fee (number)”"
    if not sheet.headings:
        raise RuleError(Problem("The table has no headings.", Place(source), expected=expected))
    seen: set[tuple[str, str]] = set()
    for _, part, name, _, place in sheet.headings:
        if (part, name) in seen:
            raise RuleError(Problem("This column is there twice.", place, name, "each column once"))
        seen.add((part, name))
    if not any(part == "then" for part, _ in seen):
        _, _, name, _, place = sheet.headings[-1]
        raise RuleError(Problem("No column holds a result.", place, name, expected))


def _read_about(sheet: _Sheet, line: Line, first: SheetCell) -> None:
    key = first.text.casefold()
    if key == ASK:
        sheet.questions = {column - 1: cell.text for column, cell in enumerate(line) if column and cell.text}
        return
    if key not in HEADING_KEYS:
        known = [*HEADING_KEYS, ASK]
        expected = "headings, or one of " + ", ".join(known)
        raise RuleError(
            Problem("This line has no meaning.", first.place, first.text, expected, closest(key, known))
        )
    if len(line) < 2 or not line[1].text:
        raise RuleError(
            Problem("Nothing is said after this.", first.place, first.text, "a value in the next cell")
        )
    sheet.about[key] = line[1]


def _headings(line: Line) -> Iterator[tuple[int, str, str, Kind, Place]]:
    for column, cell in enumerate(line):
        if not cell.text:
            continue
        if cell.text.casefold() == BECAUSE:
            yield column, BECAUSE, BECAUSE, Kind(), cell.place
            continue
        found = _HEADING.fullmatch(cell.text)
        if not found:
            expected = "“if …”, “then …” or “because”"
            word, _, rest = cell.text.partition(" ")
            meant = closest(word, ("if", "then", BECAUSE))
            suggestion = f"{meant} {rest}".strip() if meant else ""
            raise RuleError(
                Problem("This heading has no meaning.", cell.place, cell.text, expected, suggestion)
            )
        yield column, found[1].casefold(), found[2], _kind(found[3] or "", cell.place), cell.place


def _kind(words: str, place: Place) -> Kind:
    """`number`, or the values a text can have: `owner | tenant`; a single one is written `owner |`."""
    if "|" in words:
        return Kind("text", tuple(filter(None, map(str.strip, words.split("|")))))
    return Kind(type_word(words.strip(), place))


def _rules(
    sheet: _Sheet, tests: Mapping[int, str], results: Mapping[int, str], reasons: int | None
) -> tuple[list[RowDraft], dict[str, Written]]:
    rows: list[RowDraft] = []
    otherwise: dict[str, Written] = {}
    for line in sheet.rows:
        cells = {column: cell for column, cell in enumerate(line) if cell.text}
        first = next(iter(cells.values()))
        _check_line(cells, first, {*tests, *results, reasons}, after=bool(otherwise))
        given = {name: _written(cells[column]) for column, name in results.items() if column in cells}
        if not given:
            expected = "a value under “then”"
            raise RuleError(Problem("This rule gives no result.", first.place, first.text, expected))
        if first.text.casefold() == OTHERWISE:
            otherwise = given
            _refuse_conditions([cells[column] for column in tests if column in cells], first)
            continue
        conditions = {name: _written(cells[column]) for column, name in tests.items() if column in cells}
        because = cells[reasons].text if reasons is not None and reasons in cells else ""
        rows.append(RowDraft(conditions, given, because, first.place))
    return rows, otherwise


def _check_line(
    cells: Mapping[int, SheetCell], first: SheetCell, known: set[int | None], *, after: bool
) -> None:
    """Refuse cells under no heading, and lines after that for all other cases."""
    if after:
        message = "Nothing may follow the line for all other cases."
        raise RuleError(Problem(message, first.place, first.text, "“otherwise” once, as the last line"))
    extra = [cell for column, cell in cells.items() if column not in known]
    if extra:
        expected = "a heading above it, or nothing"
        message = "This cell stands under no heading."
        raise RuleError(Problem(message, extra[0].place, extra[0].text, expected))


def _refuse_conditions(cells: Sequence[SheetCell], first: SheetCell) -> None:
    for cell in cells:
        if cell is not first:
            message = "The line for all other cases has no conditions."
            raise RuleError(Problem(message, cell.place, cell.text, "nothing under “if”"))


def _written(cell: SheetCell) -> Written:
    return Written(cell.text, cell.place)


def lines_of_model(model: Model, decision: str) -> list[list[str]]:
    """The lines of one table of a model. Raises RuleError when the decision has none."""
    found = next((one for one in model.decisions if one.name == decision), None)
    table = table_of(found) if found else None
    if table is None:
        raise RuleError(Problem("There is no decision table of this name.", text=decision))
    lines = _about_lines(model, decision, table)
    if any(clause.question for clause in table.inputs):
        lines.append([ASK, *(clause.question for clause in table.inputs)])
    kinds = {**input_kinds(model), **decision_kinds(model)}
    columns = {column_name(clause): kinds.get(column_name(clause), Kind()) for clause in table.inputs}
    outputs = {clause.name: output_kind(clause) for clause in table.outputs}
    lines.append(
        [f"if {name}{_bracketed(kind)}" for name, kind in columns.items()]
        + [f"then {name}{_bracketed(kind)}" for name, kind in outputs.items()]
        + list(table.annotations[:1])
    )
    lines += [_rule_line(rule, columns, outputs) for rule in table.rules]
    defaults = [clause.default for clause in table.outputs]
    if any(defaults):
        pairs = zip(defaults, outputs.values(), strict=True)
        words = [result_words(one, kind) if one else "" for one, kind in pairs]
        lines.append([OTHERWISE, *[""] * (len(columns) - 1), *words])
    return lines


def _about_lines(model: Model, decision: str, table: DecisionTable) -> list[list[str]]:
    about = model.about
    pairs = (
        ("rules", model.name),
        ("about", model.description),
        ("citation", about.citation),
        ("version", about.version),
        ("valid_from", about.valid_from),
        ("valid_to", about.valid_to),
        ("decision", decision),
        ("choose", hit_word(table)),
    )
    return [[key, value] for key, value in pairs if value]


def _rule_line(rule: Rule, columns: Mapping[str, Kind], outputs: Mapping[str, Kind]) -> list[str]:
    tests = [test_words(cell.text, kind) for cell, kind in zip(rule.tests, columns.values(), strict=True)]
    results = [result_words(one, kind) for one, kind in zip(rule.results, outputs.values(), strict=True)]
    return [*tests, *results, *rule.notes[:1]]


def _bracketed(kind: Kind) -> str:
    if any(set("|()") & set(value) for value in kind.values):
        message = "A value with a bracket or a bar in it can only be written as YAML or DMN XML."
        raise RuleError(Problem(message, text=", ".join(kind.values)))
    words = " | ".join(kind.values) + (" |" if len(kind.values) == 1 else "") or kind.word
    return f" ({words})" if words else ""
