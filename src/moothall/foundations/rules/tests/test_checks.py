"""Mistakes in how a pack uses its rules are found where they are, with words that help."""

import shutil
from pathlib import Path

import pytest

from moothall.foundations.rules.tests import harbour
from moothall.kernel import clock
from moothall.services.checking import checked_folder
from moothall.services.reading import PackMistaken


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the harbour's pack, to spoil."""
    return Path(shutil.copytree(harbour.PACK, tmp_path / "pack"))


def problems(pack: Path, file: str, was: str, becomes: str) -> list[str]:
    text = (pack / file).read_text()
    assert was in text
    (pack / file).write_text(text.replace(was, becomes, 1))
    with pytest.raises(PackMistaken) as mistaken:
        checked_folder(pack, at=clock.now())
    return [str(problem) for problem in mistaken.value.problems]


@pytest.mark.parametrize(
    ("was", "becomes", "place", "says"),
    [
        ("rules: mooring", "rules: moorings", "17:12", "no rules called “moorings”; did you mean “mooring”?"),
        ("decision: Eligibility", "decision: Eligible", "18:15", "did you mean “Eligibility”?"),
        ("{Resident: resident,", "{Resident: residence,", "19:22", "did you mean “resident”?"),
        ("{Resident: resident,", "{Resdent: resident,", "19:21", "has no input “Resdent”; did you mean “R"),
        ("Disabled: disabled, ", "", "19:11", "say where the input “Disabled” of rules/mooring.yaml"),
        ("asks: [resident", "asks: [resdent", "20:12", "no step “resdent” before this one"),
        ("asks: [resident", "asks: [length", "20:12", "move “length” to stand directly before"),
        ("asks: [resident", "asks: [length, resident", "20:12", "“length” is asked and no input"),
        ("{Length: length}", "{Length: {count: lengths}}", "37:20", "did you mean “length”?"),
        ("{Length: length}", "{Length: {counted: length}}", "37:20", "expected the name of an answer"),
        ("eligibility.value, is: no", "eligibility.valeu, is: no", "23:11", "did you mean “value”?"),
        ("eligibility.value, is: no", "eligibility, is: no", "23:11", "name one of them"),
        ("eligibility.value, is: no", "eligibility.value, is: nope", "23:11", "is never “nope”"),
        ("of: eligibility", "of: length", "24:9", "no earlier step of the type rules.decide"),
        ("of: price", "of: prices", "45:9", "did you mean “price”?"),
        ("urgency.value", "urgencies.value", "3:23", "no step is called “urgencies.value”"),
        ("pays: £12", "pays: £13", "47:5", "pays £12.00"),
        ("urgency.value: normal", "urgency.value: urgent", "47:5", "decides that “urgency.value” is normal"),
        ("length: 6, resident: yes", "length: 200, resident: yes", "47:5", "“price” fails: The rule"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place_and_helpful_words(
    pack: Path, was: str, becomes: str, place: str, says: str
) -> None:
    found = problems(pack, "service.yaml", was, becomes)
    assert any(line.startswith(f"service.yaml:{place}: ") and says in line for line in found), found


def test_a_rule_stands_outside_groups(pack: Path) -> None:
    group = "  - id: boats\n    repeat: {least: 1, most: 2}\n    steps:\n"
    step = (
        "      - {id: size, type: rules.decide, rules: mooring, decision: Urgency, from: {Length: length}}\n"
    )
    found = problems(pack, "service.yaml", "  - id: contact\n", group + step + "  - id: contact\n")
    assert any("put this step outside the group" in line for line in found), found


def test_a_priority_is_one_of_those_that_cases_have(pack: Path) -> None:
    text = (pack / "rules/mooring.yaml").read_text()
    (pack / "rules/mooring.yaml").write_text(text.replace("urgent", "at-once"))
    with pytest.raises(PackMistaken, match="may be “at-once”, which is no priority; there are urgent, high"):
        checked_folder(pack, at=clock.now())


def test_a_fee_needs_words_for_its_line(pack: Path) -> None:
    found = problems(pack, "words.en.yaml", "fee: {line: Mooring for a year}", "fee: {lines: Mooring}")
    assert any("the words “fee.line” are missing" in line for line in found), found


def test_rules_must_be_in_force_today(pack: Path) -> None:
    found = problems(pack, "rules/mooring.yaml", "valid_from: 2020-01-01", "valid_from: 2120-01-01")
    assert any("service.yaml:17:12: no version of the rules “mooring” is in force" in line for line in found)


def test_a_later_version_is_held_to_the_same_names(pack: Path) -> None:
    text = (pack / "rules/mooring.yaml").read_text()
    later = text.replace("2020-01-01", "2120-01-01").replace("Urgency", "Hurry")
    (pack / "rules/mooring.2120.yaml").write_text(later)
    with pytest.raises(PackMistaken, match=r"rules/mooring.2120.yaml decides nothing called “Urgency”"):
        checked_folder(pack, at=clock.now())


def test_a_table_with_a_gap_stops_the_whole_pack(pack: Path) -> None:
    found = problems(pack, "rules/mooring.yaml", "    otherwise: normal\n", "")
    assert any("Urgency says nothing for this case" in line for line in found), found
