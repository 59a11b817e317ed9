"""Hypothesis strategies for rules as a service owner may write them, and for their tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ..model.elements import About
from ..notation.cases import Example
from ..notation.drafts import DecisionDraft, InputDraft, RowDraft, RulesDraft, Written
from ..notation.words import HIT_WORDS, Kind
from ..values.text import quoted

WORDS = st.text("ab é1-+'\",:#{}[]&*?|>%@!£é🐎.= \\", min_size=1, max_size=10).map(str.strip).filter(bool)
NAMES = st.sampled_from(["Age", "Household size", "Owner's home", "Rent-free", "Ça va", "no", "on"])
VALUES = st.lists(WORDS.filter(lambda word: "|" not in word), min_size=1, max_size=3, unique=True).map(tuple)
FIRST_DAYS, LAST_DAYS = st.sampled_from(["", "2026-04-01"]), st.sampled_from(["", "2027-03-31"])
SAID = st.text("abc é:#'\"-\n£", max_size=20).map(str.strip)
ABOUT = st.builds(About, SAID, SAID, FIRST_DAYS, LAST_DAYS)
PLAIN_KINDS = st.sampled_from(
    ["", "number", "whole number", "yes or no", "date", "time", "date and time", "days", "years and months"]
).map(Kind)
KINDS = st.one_of(PLAIN_KINDS, st.just(Kind("text")), VALUES.map(lambda values: Kind("text", values)))
CELLS = {
    "number": st.sampled_from(["1", "-2.5", "< 3", ">= 1000", "[1..5)", "1, 2", "not(3)", "-", "? > 2"]),
    "boolean": st.sampled_from(["yes", "no", "true", "-"]),
    "date": st.sampled_from(['@"2026-04-01"', '< @"2026-04-01"', "-", 'date("2026-04-01")']),
    "time": st.sampled_from(['@"10:00:00"', '>= time("09:00:00")', "-"]),
    "date and time": st.sampled_from(['@"2026-04-01T10:00:00"', "-"]),
    "days and time duration": st.sampled_from(['@"P3D"', '< duration("PT4H")', "-"]),
    "years and months duration": st.sampled_from(['@"P1Y"', "-"]),
    "": st.sampled_from(["1", '"a"', "-", "null"]),
}
RESULTS = {
    "number": st.sampled_from(["1", "-2.5", "= 1 + 2", "null"]),
    "boolean": st.sampled_from(["yes", "no", "= 1 > 2"]),
    "": st.sampled_from(["1", '"a b"', "null"]),
}


def _plain(word: str) -> bool:
    """Whether a word in a condition is a text and neither FEEL nor several words."""
    return word[0].isalpha() and "," not in word


def _text_cells(kind: Kind) -> st.SearchStrategy[str]:
    """Conditions on a text: one of its values, not one of them, or FEEL."""
    words = [word for word in kind.values or ("owner", "council tenant") if _plain(word)]
    feel = st.just("-" if kind.values else '"a"')
    if not words:
        return feel
    plain = st.sampled_from(words)
    return st.one_of(plain, plain.map("not {}".format), feel)


def cells(kind: Kind) -> st.SearchStrategy[str]:
    """Conditions for a column of that kind."""
    return _text_cells(kind) if kind.type_ref == "string" else CELLS[kind.type_ref]


def results(kind: Kind) -> st.SearchStrategy[str]:
    """Results of that kind."""
    if kind.type_ref == "string":
        words = st.sampled_from(kind.values) if kind.values else WORDS
        return words.map(lambda word: quoted(word) if word[0] in '="' else word)
    return RESULTS.get(kind.type_ref, st.just("null"))


@st.composite
def decisions(draw: Any, name: str, inputs: list[InputDraft]) -> DecisionDraft:
    """A decision over those inputs: one expression, or a table."""
    label, about = draw(SAID), draw(ABOUT)
    if draw(st.integers(0, 4)) == 0:
        value = Written(draw(st.sampled_from(["1 + 2", '"a: b # c"', "if true then 1 else 2"])))
        return DecisionDraft(name, value=value, label=label, about=about)
    return replace(draw(tables(name, inputs)), label=label, about=about)


@st.composite
def tables(draw: Any, name: str, inputs: list[InputDraft]) -> DecisionDraft:
    """A table over those inputs."""
    names = [name] if draw(st.booleans()) else [f"{name} {part}" for part in ("one", "two")]
    outputs = {one: draw(KINDS) for one in names}
    columns = [one.name for one in inputs]
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        tests = {one.name: Written(draw(cells(one.kind))) for one in inputs}
        given = {one: Written(draw(results(kind))) for one, kind in outputs.items()}
        rows.append(RowDraft(tests, given, draw(SAID)))
    otherwise = {one: Written(draw(results(kind))) for one, kind in outputs.items()}
    hit = draw(st.sampled_from([*HIT_WORDS.values()]))
    kept = otherwise if draw(st.booleans()) else {}
    return DecisionDraft(name, outputs, rows, columns, kept, hit)


@st.composite
def drafts(draw: Any) -> RulesDraft:
    """A whole file of rules."""
    names = draw(st.lists(NAMES, max_size=3, unique=True))
    inputs = [InputDraft(name, draw(KINDS), draw(SAID)) for name in names]
    made = [draw(decisions(name, inputs)) for name in draw(st.sampled_from([[], ["Fee"], ["Fee", "Band"]]))]
    return RulesDraft(draw(WORDS), inputs, made, draw(ABOUT), draw(SAID))


@st.composite
def sheets(draw: Any) -> RulesDraft:
    """One table, as a spreadsheet can hold it."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    inputs = [InputDraft(name, draw(KINDS), draw(SAID)) for name in names]
    return RulesDraft(draw(WORDS), inputs, [draw(tables("Fee", inputs))], draw(ABOUT), draw(SAID))


NUMBERS = st.decimals(-99, 99, places=2) | st.integers(-9, 9).map(Decimal)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS)
EXAMPLES = st.builds(
    Example, name=WORDS, given=st.dictionaries(NAMES, PLAIN, max_size=2), expect=st.dictionaries(NAMES, PLAIN)
)
