"""Rules beside a pack: read, published with it, compiled once, and of several versions the one in force."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from moothall.engines.dmn import RuleError
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rule_cache import RuleMissing, rule_set
from moothall.foundations.rules.tests.samples import fee, pack_in
from moothall.kernel import clock
from moothall.services.checking import checked_content, checked_folder
from moothall.services.reading import PackMistaken

SERVICE = "name: lending\norganisation: library\nsteps:\n  - {id: member, type: questions.yes_no}\n"
WORDS = """\
service: {title: Borrow, lead: Things}
receipt: {title: Done, next: Wait}
member: {title: A member?}
"""
FILES = {
    "rules/fee.2026.yaml": fee(),
    "rules/fee.2027.yaml": fee(version="2", valid_from="2027-04-01", reduced=10),
}


def problems(folder: Path, rules: dict[str, str]) -> list[str]:
    with pytest.raises(PackMistaken) as mistaken:
        checked_folder(pack_in(folder, service=SERVICE, words=WORDS, rules=rules), at=clock.now())
    return [str(problem) for problem in mistaken.value.problems]


@pytest.mark.parametrize(
    ("day", "version"), [("2026-04-01", "1"), ("2027-03-31", "1"), ("2027-04-01", "2"), ("2031-01-01", "2")]
)
def test_the_version_in_force_on_the_day_decides(day: str, version: str) -> None:
    assert rule_set(FILES, "fee", date.fromisoformat(day)).about.version == version


def test_rules_that_are_not_there_or_not_in_force_are_missing() -> None:
    with pytest.raises(RuleMissing, match="2026-03-31"):
        rule_set(FILES, "fee", date(2026, 3, 31))
    with pytest.raises(RuleMissing, match="no rules called “fees”"):
        rule_set(FILES, "fees", date(2026, 4, 1))


def test_the_same_text_is_compiled_once() -> None:
    first = rule_set(dict(FILES), "fee", date(2026, 5, 1))
    assert rule_set(dict(FILES), "fee", date(2026, 6, 1)) is first
    assert len(first.digest) == 64 and rule_cache.names(FILES) == ("fee",)


def test_files_are_published_with_the_pack_and_read_back(tmp_path: Path) -> None:
    rules = {name.removeprefix("rules/"): text for name, text in FILES.items()}
    found = checked_folder(pack_in(tmp_path, service=SERVICE, words=WORDS, rules=rules), at=clock.now())
    assert found.content["files"] == FILES
    assert checked_content(found.content, at=clock.now()).content == found.content


def test_a_workbook_is_kept_as_yaml(tmp_path: Path) -> None:
    book = Workbook()
    for line in (
        ["rules", "Fee"],
        ["if Items (whole number)", "then Fee (number)"],
        [1, 9],
        ["otherwise", 18],
    ):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    folder = pack_in(tmp_path, service=SERVICE, words=WORDS, rules={})
    (folder / "rules" / "fee.xlsx").write_bytes(content.getvalue())
    files = checked_folder(folder, at=clock.now()).files
    assert list(files) == ["rules/fee.yaml"]
    assert rule_set(files, "fee", date(2026, 1, 1)).rules.decide("Fee", {"Items": 1}).value == 9


@pytest.mark.parametrize(
    ("was", "becomes", "place", "says"),
    [
        ("type: whole number", "type: hole number", "rules/fee.yaml:7:17", "Did you mean “whole number”?"),
        ("choose: first", "chose: first", "rules/fee.yaml:12:5", "Did you mean “choose”?"),
        ("then: 9", "then: 9 +", "rules/fee.yaml:16:18", "Expected a value"),
        ("    otherwise: 18\n", "", "rules/fee.yaml:12:5", "says nothing for this case"),
        ("{Fee: 9}", "{Fee: 8}", "rules/fee.yaml:21:5", "expects Fee to be 8, but it is 9"),
        ("given: {Items", "given: {Itmes", "rules/fee.yaml:21:5", "no input of this name"),
        ("expect: {Fee", "expect: {Fees", "rules/fee.yaml:21:5", "Fees"),
    ],
)
def test_every_mistake_in_rules_has_its_place(
    tmp_path: Path, was: str, becomes: str, place: str, says: str
) -> None:
    assert was in fee()
    found = problems(tmp_path, {"fee.yaml": fee().replace(was, becomes, 1)})
    assert any(line.startswith(f"{place}: ") and says in line for line in found), found


def test_files_that_nothing_can_tell_apart_or_read_are_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, {"fee.a.yaml": fee(), "fee.b.yaml": fee(version="2")})
    assert any(
        "rules/fee.b.yaml:1:1: rules/fee.a.yaml comes into force on the same day" in one for one in found
    )
    (tmp_path / "rules" / "notes.txt").write_text("?")
    assert any("nothing reads this file" in one for one in problems(tmp_path, {}))


def test_a_workbook_that_is_none_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = pack_in(tmp_path, service=SERVICE, words=WORDS, rules={"fee.xlsx": "no workbook"})
    with pytest.raises(PackMistaken, match=r"rules/fee.xlsx:1:1: .*workbook"):
        checked_folder(folder, at=clock.now())


def test_text_that_cannot_be_compiled_raises() -> None:
    with pytest.raises(RuleError):
        rule_cache.compiled("rules/fee.yaml", "rules: [")
