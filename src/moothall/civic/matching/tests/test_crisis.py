"""The crisis layer: every phrase caught, every look-alike left alone, and no text breaks it."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.civic.matching.loading import HERE, load_crisis, load_vocabulary, read_yaml
from moothall.civic.matching.rules.crisis import CrisisRule
from moothall.civic.matching.rules.openings import Openings
from moothall.civic.matching.rules.phrases import PhraseCompiler, PhraseMistake
from moothall.civic.matching.rules.spelling import Spelling

SHARED = Path(os.environ.get("MOOTHALL_SHARED", HERE.parents[4] / "shared"))
PHRASES = read_yaml(HERE / "tests/crisis_phrases.yaml")
HELD_OUT = read_yaml(HERE / "tests/crisis_held_out.yaml")
PAGE = read_yaml(HERE / "crisis.yaml")
EXPRESSIONS = [phrase for rule in PAGE["rules"] for phrase in CrisisRule(**rule).expressions]
CAUGHT = [(kind, said) for kind, phrases in PHRASES.items() if kind != "nothing" for said in phrases]


def risks(text: str) -> list[str]:
    return [found.risk for found in load_crisis().urgent_help(text)]


@pytest.mark.parametrize(("kind", "said"), CAUGHT)
def test_words_of_crisis_are_caught(kind, said):
    assert kind in [found.help.id for found in load_crisis().urgent_help(said)]


@pytest.mark.parametrize("said", PHRASES["nothing"])
def test_lookalikes_are_left_alone(said):
    assert risks(said) == []


def test_most_wording_that_no_rule_was_written_for_is_caught():
    said = [(risk, words) for risk, phrases in HELD_OUT.items() if risk != "nothing" for words in phrases]
    caught = sum(risk in risks(words) for risk, words in said)
    assert caught / len(said) >= 0.8


def test_few_unseen_lookalikes_are_flagged():
    flagged = [words for words in HELD_OUT["nothing"] if risks(words)]
    assert len(flagged) / len(HELD_OUT["nothing"]) <= 0.05


def test_every_line_of_the_shared_phrases_is_right():
    file = SHARED / "data/directory/needs_safety_dev.jsonl"
    if not file.is_file():
        pytest.skip("the shared data is not here: set MOOTHALL_SHARED")
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    wrong = [line for line in lines if (risks(line["query"]) or [None])[0] != line["risk"]]
    assert wrong == []


@pytest.mark.parametrize(
    "said",
    [
        "I WANT TO DIE",
        "I want  to\tdie",
        "i want to dieee",
        "I want to die!!!",
        "“I want to die”",
        "iwant to die",
    ],
)
def test_shape_does_not_matter(said):
    assert risks(said) == ["suicide"]


@pytest.mark.parametrize(
    "said",
    ["my husband hit me again", "hit me again, my husband did", "again, he hit me. my husband I mean"],
)
def test_order_does_not_matter(said):
    assert "domestic_abuse" in risks(said)


@given(st.sampled_from(EXPRESSIONS), st.sampled_from(CAUGHT))
def test_an_expression_is_tried_wherever_it_may_be_found(expression, caught):
    line = "".join(f"{word} " for word in re.findall(r"\w+", caught[1].lower()))
    found = PhraseCompiler(PAGE["groups"], ["not"]).compile(expression).search(line)
    if found is not None and found.group():
        assert expression in Openings([expression], PAGE["groups"]).of(set(line.split()))


@pytest.mark.parametrize("apostrophe", ["'", "’", "`", ""])
def test_apostrophes_do_not_matter(apostrophe):
    assert risks(f"I can{apostrophe}t go on any more") == ["suicide"]


@pytest.mark.parametrize(
    "said", ["I'm not suicidal", "he doesn't hit me", "there is no gas leak", "no chest pain"]
)
def test_a_denial_is_believed(said):
    assert risks(said) == []


@pytest.mark.parametrize("said", ["I'm not ok, he hits me", "not suicidal but thinking of killing myself"])
def test_a_denial_of_something_else_is_not(said):
    assert risks(said) != []


def test_the_words_that_called_for_help_are_quoted():
    text = "Hello. My husband hits me. Where can I go?"
    found = load_crisis().urgent_help(text)[0]
    assert text[found.said.start : found.said.end] == found.said.text == "My husband hits me"


def test_help_names_numbers_and_where_they_come_from():
    by_id = {
        found.help.id: found.help for found in load_crisis().urgent_help("I smell gas and my husband hits me")
    }
    assert "0800 111 999" in {contact.phone for contact in by_id["gas"].contacts}
    assert "0808 2000 247" in {contact.phone for contact in by_id["domestic_abuse"].contacts}
    for each in PAGE["helps"].values():
        assert all(contact["source"].startswith("https://") for contact in each["contacts"])
        assert all(re.search(r"\d|local", contact["phone"]) for contact in each["contacts"])


def test_services_shown_with_a_help_meet_needs_that_are_known():
    for each in PAGE["helps"].values():
        assert set(each["needs"]) <= load_vocabulary().need_by_id.keys()


@given(st.text(max_size=400))
def test_any_text_is_read_and_any_quote_is_exact(text):
    for found in load_crisis().urgent_help(text):
        assert text[found.said.start : found.said.end] == found.said.text


SCRAPS = [
    "i",
    "my",
    "husband",
    "kill",
    "hits",
    "me",
    "not",
    "the",
    "fire",
    "is",
    "a",
    "kids",
    "want",
    "to",
    "die",
    "left",
    "alone",
]


@given(st.lists(st.sampled_from(SCRAPS)))
def test_the_same_words_always_give_the_same_help(chosen):
    text = " ".join(chosen)
    assert risks(text) == risks(text.upper()) == risks(text.replace(" ", "  "))


def test_spelling_mends_slips_but_not_words():
    spelling = Spelling({"suicide", "killing", "strangled"}, {"billing", "filling"})
    assert spelling.mended("suicde") == ("suicide",)
    assert spelling.mended("strangeled") == ("strangled",)
    assert spelling.mended("billing") == ("billing",)
    assert spelling.mended("milling") == ("milling",)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("(a|b", "not closed"),
        ("<nobody>", "no group"),
        ("a & b", "cannot be read"),
        ("? a", "must follow"),
        ("chc(e|a)", "whole words"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_quoted(phrase, expected):
    with pytest.raises(PhraseMistake, match=expected) as refused:
        PhraseCompiler({}, ["not"]).compile(phrase)
    assert phrase in str(refused.value)
