"""Urgent help by both layers: the right kind first, in many wordings and languages, and few look-alikes."""

import json
import re
from collections.abc import Iterable

import pytest

from moothall.civic.matching.crisis_score import JudgedWordsMistake, judged_words, main
from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.examples import digest, examples
from moothall.civic.matching.loading import (
    HERE,
    load_crisis,
    load_kinds,
    load_languages,
    load_own_words,
    load_urgency,
    read_yaml,
)
from moothall.civic.matching.reading import urgent_help
from moothall.civic.matching.rules import Urgency, UrgentHelp
from moothall.civic.matching.rules.readings import Span
from moothall.civic.matching.rules.urgency import sentences
from moothall.civic.matching.urgent import panel
from moothall.kernel.place_settings import PlaceSettings

HELPS = load_crisis().helps
RISKS = {help.risk for help in HELPS.values()}
needs_model = pytest.mark.skipif(load_encoder() is None, reason="the sentence model is not installed")


def kinds(text: str) -> list[str]:
    return [found.help.id for found in urgent_help(text)]


def lines(name: str) -> list[tuple[str, str]]:
    page = read_yaml(HERE / f"{name}.yaml")
    return [(kind, text) for kind, texts in page.items() for text in texts]


def right(given: Iterable[tuple[str, str]]) -> float:
    """The share whose first kind is the one expected, or belongs to its risk."""
    shown = [(kind, kinds(text)[:1]) for kind, text in given if kind != "nothing"]
    fits = [bool(first) and HELPS[first[0]].risk in (kind, *_risk(kind)) for kind, first in shown]
    return sum(fits) / len(fits)


def _risk(kind: str) -> list[str]:
    return [] if kind in RISKS else [HELPS[kind].risk]


def false(given: Iterable[tuple[str, str]]) -> float:
    """The share of look-alikes that are shown help."""
    shown = [bool(kinds(text)) for kind, text in given if kind == "nothing"]
    return sum(shown) / len(shown)


def test_the_model_was_trained_from_the_wordings_that_are_here():
    assert load_kinds().learnt_from == digest(examples()), "run tools/train_crisis.py"


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("my child is missing", "missing"),
        ("dad with dementia went out this morning and nobody has seen him", "missing"),
        ("chest pain", "medical"),
        ("being trafficked", "slavery"),
        ("stalking", "stalking"),
        ("my daughter self harms", "self_harm"),
        ("overdose", "overdose"),
        ("my boyfriend hits me", "domestic_abuse"),
        ("he says he will kill me", "death_threat"),
        ("had his hands round my neck agen last nite", "domestic_abuse"),
        ("flood water is coming in the house", "flood"),
        ("i want 2 die", "suicide"),
        ("kill.my.self", "suicide"),
        ("i want to kil myself", "suicide"),
        ("suisidel", "suicide"),
        ("stinks of gass", "gas"),
        ("gas leek", "gas"),
        ("strangeld me", "domestic_abuse"),
        ("hes bleading badly", "medical"),
        ("my baby isnt breething", "medical"),
        ("no electric and no money to top up, newborn here", "cold"),
        ("mae fy ngŵr yn fy nharo", "domestic_abuse"),
        ("mae'n bygwth fy lladd i", "death_threat"),
        ("maz mnie bije", "domestic_abuse"),
        ("хочу померти", "suicide"),
        ("زوجي يضربني", "domestic_abuse"),
        ("আমার স্বামী প্রতিদিন আমাকে মারে", "domestic_abuse"),
        ("আমি আর বাঁচতে চাই না", "suicide"),
        ("ਮੇਰਾ ਪਤੀ ਮੈਨੂੰ ਰੋਜ਼ ਕੁੱਟਦਾ ਹੈ", "domestic_abuse"),
        ("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ", "suicide"),
    ],
)
def test_the_right_kind_comes_first(said, first):
    assert kinds(said)[:1] == [first]


@pytest.mark.parametrize("said", ["no money till friday and kids are hungry", "my children are hungry"])
def test_a_hungry_family_is_not_told_of_safeguarding(said):
    assert kinds(said) == ["hunger"]


@pytest.mark.parametrize(
    "said",
    [
        "paediatric first aid what to do when they choke",
        "an overdose of fireworks every november",
        "talk about the history of the slave trade",
        "registering a wedding for my niece from lahore",
        "child abuse inquiry minutes",
        "kids starving for attention drama class",
        "আমার স্বামী মারা গেছে",
        "ਮੇਰਾ ਪਤੀ ਮਰ ਗਿਆ",
        "my husband died last week",
        "this assignment is killing me",
        pytest.param("pregnant and not sure I want to keep it", marks=needs_model),
        pytest.param("my brother is using heroin and wants to get clean", marks=needs_model),
        pytest.param("low and can't get out of bed", marks=needs_model),
    ],
)
def test_look_alikes_in_the_manner_of_those_reported_are_left_alone(said):
    assert kinds(said) == []


@needs_model
@pytest.mark.parametrize("name", ["english", "everyday", "told"])
def test_wordings_it_has_seen_are_right(name):
    assert right(lines(f"wordings/{name}")[::5]) >= 0.9


@needs_model
@pytest.mark.parametrize("name", ["lookalikes", "ordinary"])
def test_few_look_alikes_it_has_seen_are_shown_help(name):
    assert false(lines(f"wordings/{name}")[::5]) <= 0.02


@needs_model
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("crisis_held_out", 0.92, 0.05),
        ("crisis_fresh", 0.88, 0.04),
        ("crisis_unseen", 0.76, 0.05),
        ("crisis_last", 0.54, 0.03),
    ],
)
def test_wordings_it_has_never_seen_are_mostly_right(name, least, most):
    given = lines(f"tests/{name}")
    assert right(given) >= least
    assert false(given) <= most


@pytest.mark.parametrize(("name", "least"), [("welsh", 0.9), ("languages", 0.8)])
def test_other_languages_are_understood_by_phrases(name, least):
    given = lines(f"wordings/{name}")
    assert right(given) >= least
    assert false(given) == 0


@needs_model
def test_no_wording_that_a_reviewed_phrase_finds_is_overruled():
    real = [(kind, text) for kind, text in lines("tests/crisis_phrases") if kind != "nothing"]
    shown = {text: {HELPS[each].risk for each in kinds(text)} for _, text in real}
    assert [(kind, text) for kind, text in real if HELPS[kind].risk not in shown[text]] == []


def test_every_kind_has_a_title_in_every_language_with_its_numbers():
    for code, own in load_own_words().items():
        assert code in load_languages().by_code and "999" in own.call
        assert own.titles.keys() == HELPS.keys()
        for kind, title in own.titles.items():
            numbers = set(re.findall(r"0800 111 999|999|105", HELPS[kind].title))
            assert numbers <= set(re.findall(r"0800 111 999|999|105", title)), (code, title)


def test_a_flood_names_the_council_by_day_and_night_and_lost_money_whom_to_tell():
    place = PlaceSettings(telephone="01632 960100", hours="9 to 5", out_of_hours_telephone="01632 960199")
    flood = panel([UrgentHelp(HELPS["flood"], Span("flood", 0, 5))], contact=place)
    robbed = panel([UrgentHelp(HELPS["adult_safeguarding"], Span("robbed", 0, 6))], contact=PlaceSettings())
    assert {"01632 960100", "01632 960199"} <= {line.get("phone") for line in flood.lines}
    assert "0300 123 2040" in {line.get("phone") for line in robbed.lines}


def test_words_that_were_read_once_are_answered_alike_and_quoted_from_the_text():
    text = "Hello. My husband hits me. Where can I go?"
    first, again = urgent_help(text), urgent_help(text)
    assert again == first
    assert text[again[0].said.start : again[0].said.end] == again[0].said.text


def test_without_the_model_phrases_decide_alone():
    alone = Urgency(load_crisis(), model=None, encoder=None)
    assert [found.help.id for found in alone.urgent_help("my husband hits me")] == ["domestic_abuse"]
    assert alone.urgent_help("") == []


@needs_model
def test_danger_in_a_long_text_is_found_and_its_sentence_is_quoted():
    before = "I moved here in May. The bins are collected on Monday. The flat is nice and near the park. "
    said = "Every night he reads my messages and i have to ask before i go out"
    text = f"{before}{said}. Can somebody call me about the parking permit?"
    found = load_urgency().urgent_help(text)[0]
    assert found.help.id == "domestic_abuse"
    assert said in found.said.text or found.said.text in text
    assert text[found.said.start : found.said.end] == found.said.text
    assert found.said.text[:40] in panel([found], contact=PlaceSettings()).because


def test_a_long_text_is_read_sentence_by_sentence():
    text = "One two. Three four! five\nsix"
    assert [text[start:end] for start, end in sentences(text)] == ["One two", "Three four", "five", "six"]
    assert sentences("...!") == []
    assert len(sentences("word. " * 90)) == 60


@needs_model
def test_what_only_two_sentences_together_say_is_heard():
    text = "The shed is full. Then he put both hands round my throat. And squeezed. I need a skip."
    assert kinds(text)[:1] == ["domestic_abuse"]


def test_the_score_ends_with_the_figures(tmp_path, capsys):
    file = tmp_path / "words.jsonl"
    judged = [
        ("my husband hits me", "domestic_abuse"),
        ("hello", ["child"]),
        ("bins", None),
        ("i smell gas", None),
    ]
    file.write_text("".join(json.dumps({"query": query, "risk": risk}) + "\n" for query, risk in judged))
    assert main([str(file)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert "missed (child; shown: nothing): hello" in shown
    assert "false (gas): i smell gas" in shown
    assert shown[-1] == "caught=0.500 right=0.500 false=0.500"


def test_a_line_that_cannot_be_scored_is_named(tmp_path, capsys):
    file = tmp_path / "words.jsonl"
    file.write_text('{"query": "x"}\n{"query": "y", "risk": "boredom"}\n')
    with pytest.raises(JudgedWordsMistake, match="line 2: the kind “boredom” is not known"):
        judged_words(file)
    assert main([str(file)]) == 2
    assert "boredom" in capsys.readouterr().err
