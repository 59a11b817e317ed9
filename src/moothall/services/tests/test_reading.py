"""Mistakes in a pack are found where they are, with words that help."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kernel import clock
from moothall.services import steps
from moothall.services.checking import checked_folder
from moothall.services.reading import PackMistaken, ReadPack, from_content, read_folder
from moothall.services.words import PackWords

SERVICE = """\
name: lending
organisation: library
steps:
  - id: member
    type: questions.yes_no
  - id: kind
    type: questions.choice
    options: [drill, tent]
    when: {answer: member, is: yes}
"""
WORDS = """\
service: {title: Borrow, lead: Things}
receipt: {title: Done, next: Wait}
member: {title: A member?}
kind: {title: What?, option: {drill: Drill, tent: Tent}}
"""


def pack_in(folder: Path, service: str = SERVICE, words: str = WORDS) -> Path:
    (folder / "service.yaml").write_text(service)
    (folder / "words.en.yaml").write_text(words)
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(PackMistaken) as mistaken:
        checked_folder(folder, at=clock.now())
    return [str(problem) for problem in mistaken.value.problems]


def whole(folder: Path) -> ReadPack:
    return checked_folder(pack_in(folder), at=clock.now())


def test_a_whole_pack_is_read_and_can_be_stored(tmp_path: Path) -> None:
    found = whole(tmp_path)
    assert from_content(found.content) == found.pack
    assert found.words["en"]["kind.option.drill"] == "Drill"


@pytest.mark.parametrize(
    ("was", "becomes", "place", "says"),
    [
        ("type: questions.choice", "type: questions.chioce", "7:11", "did you mean “questions.choice”"),
        ("options: [drill, tent]", "optoins: [drill, tent]", "8:5", "“optoins” is not a key here"),
        ("options: [drill, tent]", "optoins: [drill, tent]", "6:5", "“options” is missing"),
        ("options: [drill, tent]", "options: drill", "8:14", "expected a list"),
        ("options: [drill, tent]", "options: [drill]", "8:14", "at least 2"),
        ("{answer: member, is: yes}", "{answer: membre, is: yes}", "9:11", "did you mean “member”"),
        ("{answer: member, is: yes}", "{answer: member, is: maybe}", "9:11", "is never “maybe”"),
        ("{answer: member, is: yes}", "{answer: member}", "9:11", "exactly one of"),
        ("{answer: member, is: yes}", "{answer: member, equals: yes}", "9:28", "“equals” is not a key here"),
        ("{answer: member, is: yes}", "{answer: kind, is: tent}", "9:11", "no earlier step is called “kind”"),
        ("id: kind", "id: member", "6:9", "another step is called “member”"),
        ("id: kind", "id: check", "6:9", "every journey has a page of this name"),
        ("id: kind", "id: What Kind", "6:9", "lower-case letters"),
        ("name: lending", "nmae: lending", "1:1", "did you mean “name”"),
        ("name: lending", "name: lending\nname: other", "2:1", "here twice"),
        ("organisation: library", "organisation: &a library", "2:15", "write it out"),
        ("organisation: library", "organisation: !!python/name:os.system x", "2:15", "tags with !"),
        ("organisation: library", "organisation: [library", "3:6", "this is not YAML"),
        ("organisation: library", "organisation: library\nsections: [you]", "5:5", "which “section”"),
        ("steps:", "prefill: {contact: cotact}\nsteps:", "3:20", "no step “cotact”"),
        ("steps:", "examples: [{name: One, pays: 18}]\nsteps:", "3:30", "like £18 or £18.50"),
        ("steps:", "fees: []\nsteps:", "3:1", "“fees” is not a key here"),
        ("steps:", "messages: [{when: services.PackPublised, say: a}]\nsteps:", "3:19", "services.PackPubl"),
        ("steps:", "examples: [{name: One, pays: £2}]\nsteps:", "3:12", "the example “One” pays £0.00"),
        ("steps:", "examples: [{name: One, asks: [kind]}]\nsteps:", "3:12", "asks member"),
        ("steps:", "examples: [{name: One, answers: {member: maybe}}]\nsteps:", "3:12", "is refused"),
        ("steps:", "examples: [{name: One, answers: {membr: no}}]\nsteps:", "3:33", "did you mean “member”"),
        ("steps:", "case: {team: waste}\nsteps:", "3:7", "no step type “cases.open”"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place_and_helpful_words(
    tmp_path: Path, was: str, becomes: str, place: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "cases.open" in says:
        monkeypatch.delitem(steps.STEP_TYPES._values, "cases.open")
    pack_in(tmp_path, SERVICE.replace(was, becomes, 1))
    found = problems(tmp_path)
    assert any(line.startswith(f"service.yaml:{place}: ") and says in line for line in found), found


@pytest.mark.parametrize(
    ("was", "becomes", "place", "says"),
    [
        (", tent: Tent", "", "4:29", "the words “kind.option.tent” are missing"),
        ("A member?", "''", "3:17", "has no words"),
        ("A member?", "[a]", "3:17", "has no words"),
        ("receipt:", "reciept:", "3:10", "did you mean “receipt”"),
        (WORDS, "- a\n", "1:1", "expected keys with words"),
    ],
)
def test_mistakes_in_the_words_too(tmp_path: Path, was: str, becomes: str, place: str, says: str) -> None:
    found = problems(pack_in(tmp_path, words=WORDS.replace(was, becomes, 1)))
    where = place.split(":")[0]
    assert any(line.startswith(f"words.en.yaml:{where}") or says in line for line in found), found
    assert any(says in line for line in found), found


def test_languages_must_say_the_same(tmp_path: Path) -> None:
    pack_in(tmp_path, SERVICE + "languages: [en, cy]\n", WORDS.replace("Wait", "'Wait for {by}'"))
    (tmp_path / "words.cy.yaml").write_text(WORDS.replace("A member?", "Aelod?").replace("kind:", "math:"))
    found = "\n".join(problems(tmp_path))
    assert "words.cy.yaml:2:30: “receipt.next” leaves other blanks" in found
    assert "the words “kind.title” are missing" in found and "nothing uses the words “math.title”" in found


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["service.yaml:1:1: this file cannot be read"]


def test_a_file_that_is_not_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in problems(tmp_path)[0]


def reversed_in_service(line: str) -> str:
    return SERVICE.replace(line, line[::-1])


@settings(max_examples=300)
@given(text=st.text(max_size=300) | st.sampled_from(SERVICE.splitlines()).map(reversed_in_service))
def test_whatever_a_file_says_it_is_read_or_refused_in_words(tmp_path: Path, text: str) -> None:
    folder = pack_in(tmp_path)
    (folder / "service.yaml").write_text(text, encoding="utf-8", errors="replace")
    try:
        read_folder(folder)
    except PackMistaken as mistaken:
        assert all(
            problem.place and problem.place.line >= 1 and problem.words for problem in mistaken.problems
        )


def test_words_fill_their_blanks_and_nothing_else() -> None:
    words = PackWords({"a": "Hello {name}{gone}, {name.__class__} {0}"}, {}, {"name": "Ada"})
    assert words("a") == "Hello Ada, {name.__class__} {0}".replace("{0}", "")
    assert words("items.3.kind") == "items.3.kind" and not words.has("items.kind")
    assert words.filled(name="Bo")("a").startswith("Hello Bo")
