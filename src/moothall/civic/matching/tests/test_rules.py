"""The pure rules of matching, on a small vocabulary of their own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.civic.matching.loading import load_vocabulary, load_welsh
from moothall.civic.matching.rules import (
    Candidate,
    CandidateIndex,
    Certainty,
    NeedReading,
    Reader,
    certainty,
    clarifying_question,
    rank,
    understand,
)
from moothall.civic.matching.rules.lexical import TermIndex, TrigramIndex, trigrams
from moothall.civic.matching.rules.ranking import RESEARCH
from moothall.civic.matching.rules.text import clauses, stem, words
from moothall.civic.matching.rules.vocabulary import VocabularyMistake, theme_from, vocabulary_of
from moothall.civic.matching.rules.welsh import WelshTerms, mutated

PAGE = {
    "theme": "test",
    "title": "Test",
    "question": "Which is it?",
    "provenance": "Written for the tests",
    "reviewed": False,
    "needs": [
        {
            "id": "rats",
            "name": "Rats and mice",
            "hint": "Getting rid of rodents",
            "say": ["rats in the garden", "mice in the loft"],
            "services": ["pest control"],
        },
        {
            "id": "bins",
            "name": "A missed bin",
            "hint": "Bins not emptied",
            "say": ["bin not emptied", "garden bin full"],
            "services": ["household waste collection"],
        },
    ],
}
SERVICES = (
    Candidate(id="pests", name="Pest control", text="We treat homes for rodents and insects."),
    Candidate(id="waste", name="Household waste collection", text="Weekly collection of rubbish."),
    Candidate(id="swim", name="Swimming pool", text="Lanes, lessons and a sauna."),
)


SMALL = vocabulary_of([theme_from(PAGE, source="test.yaml")])


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The vocabulary that comes with Moothall, read by words alone."""
    return Reader(load_vocabulary())


def read(need_id: str, strength: float, clause: int = 0, *, is_sure: bool = True) -> NeedReading:
    return NeedReading(need=SMALL.need_by_id[need_id], strength=strength, clause=clause, is_sure=is_sure)


def asked(text: str, reader: Reader):
    return understand(text, reader=reader, welsh=WelshTerms({}), encoder=None)


def test_the_need_read_brings_the_service_although_no_word_is_shared(reader):
    query = asked("there are rats in my garden", reader)
    index = CandidateIndex(SERVICES, reader)
    matches = rank(query, SERVICES, index.parts(query))
    assert matches[0].candidate.id == "pests"
    assert matches[0].parts.words == 0
    assert matches[0].reasons[0].need == "rats-and-mice"
    assert matches[0].reasons[0].sentence == "Because you said “rats in my garden”: Rats and mice."


def test_without_the_needs_part_that_service_is_not_found(reader):
    query = asked("there are rats in my garden", reader)
    parts = CandidateIndex(SERVICES, reader).parts(query)
    assert rank(query, SERVICES, parts, weights=RESEARCH)[0].parts.need == 0


def test_the_reason_quotes_the_words_where_they_stand(reader):
    text = "please help, mice in the kitchen again"
    reading = asked(text, reader).readings[0]
    assert reading.said is not None
    assert text[reading.said.start : reading.said.end] == reading.said.text == "mice in the kitchen"


def test_a_word_the_service_mentions_is_a_reason(reader):
    query = asked("swimming lessons", reader)
    best = rank(query, SERVICES, CandidateIndex(SERVICES, reader).parts(query))[0]
    assert best.candidate.id == "swim"
    assert best.reasons[-1].sentence == "It mentions “swimming”."
    assert best.reasons[-1].kind == "name"


def test_no_result_is_ever_hidden(reader):
    query = asked("zzz qqq", reader)
    matches = rank(query, SERVICES, CandidateIndex(SERVICES, reader).parts(query))
    assert len(matches) == len(SERVICES)
    assert certainty(matches, query.readings, with_model=False) is Certainty.NOTHING


def test_plain_words_are_sure(reader):
    query = asked("rats in the garden", reader)
    matches = rank(query, SERVICES, CandidateIndex(SERVICES, reader).parts(query))
    assert certainty(matches, query.readings, with_model=False) is Certainty.SURE


def test_a_question_is_asked_when_two_needs_are_close():
    question = clarifying_question([read("rats", 0.7), read("bins", 0.65)], SMALL)
    assert question is not None
    assert question.prompt == "Which is it?"
    assert [option.id for option in question.options] == ["rats", "bins"]


def test_needs_of_two_themes_get_the_open_question(reader):
    pest, debt = (reader.vocabulary.need_by_id[each] for each in ("rats-and-mice", "debt"))
    close = [NeedReading(need=pest, strength=0.6), NeedReading(need=debt, strength=0.58)]
    question = clarifying_question(close, reader.vocabulary)
    assert question is not None
    assert question.prompt == "Which of these is closest to what you need?"


@pytest.mark.parametrize(
    "readings",
    [
        [],
        [read("rats", 0.7)],
        [read("rats", 0.7), read("bins", 0.5)],
        [read("rats", 0.95), read("bins", 0.9)],
        [read("rats", 0.2), read("bins", 0.2)],
        [read("rats", 0.7, clause=1), read("bins", 0.69, clause=2)],
        [read("rats", 0.7), read("bins", 0.69, is_sure=False)],
    ],
    ids=[
        "nothing",
        "one need",
        "far apart",
        "plain words",
        "next to nothing",
        "two needs in one breath",
        "one only sounds alike",
    ],
)
def test_no_question_without_need(readings):
    assert clarifying_question(readings, SMALL) is None


def test_no_question_when_the_person_has_chosen():
    assert clarifying_question([read("rats", 0.7), read("bins", 0.69)], SMALL, chosen="rats") is None


@given(st.text(max_size=400))
def test_any_text_is_ranked_without_a_mistake_and_in_order(text):
    reader = Reader(SMALL)
    query = asked(text, reader)
    matches = rank(query, SERVICES, CandidateIndex(SERVICES, reader).parts(query))
    assert sorted((match.score for match in matches), reverse=True) == [match.score for match in matches]
    assert all(match.reasons for match in matches)
    assert all(
        query.text[each.said.start : each.said.end] == each.said.text for each in query.readings if each.said
    )


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text):
    for word in words(text):
        assert len(text[word.start : word.end]) > 0
    assert all(0 <= start < end <= len(text) for start, end in clauses(text))


def test_bm25_prefers_the_rare_word_and_the_short_document():
    index = TermIndex(["bin bin collection", "bin collection on every single weekday of the year", "library"])
    scored = index.scores("bin")
    assert scored[0] > scored[1] > scored[2] == 0
    assert index.rarity("library") > index.rarity("bin")


def test_trigrams_are_those_of_pg_trgm():
    assert trigrams("cat") == {"  c", " ca", "cat", "at "}
    assert TrigramIndex(["word", "two words"]).scores("word").tolist() == [1.0, pytest.approx(4 / 11)]


def test_stems_join_forms_and_keep_short_words():
    assert stem("babies") == stem("baby") == "baby"
    assert stem("carers") == stem("carer")
    assert stem("bus") == "bus"


def test_welsh_is_put_into_english_and_points_back():
    welsh = load_welsh()
    typed = "mae fy mam yn anghofio pethau"
    translated = welsh.in_english(typed)
    assert "forgetting" in translated.text
    at = translated.text.index("forgetting")
    start, end = translated.original(at, at + len("forgetting"))
    assert typed[start:end] == "anghofio"
    assert welsh.in_english("I need a new bin").text == "I need a new bin"


def test_welsh_words_are_known_mutated():
    assert "dai" in mutated("tai") or mutated("tai") == ()
    assert "fiau" not in mutated("biniau")
    assert "finiau" in mutated("biniau")
    assert load_welsh().in_english("y finiau").text == "bins"


def test_the_vocabulary_is_whole_and_honest_about_review():
    vocabulary = load_vocabulary()
    assert len(vocabulary.needs) >= 250
    for need in vocabulary.needs:
        assert need.provenance
        assert len(need.say) >= 4
        assert len(set(need.say)) == len(need.say), need.id
    for asked_for in ("domestic-abuse", "loneliness", "food", "dementia", "damp-and-mould", "debt"):
        assert asked_for in vocabulary.need_by_id


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"needs": []}, "at least one need"),
        ({"reviewed": "yes"}, "true or false"),
        ({"surprise": 1}, "unknown key “surprise”"),
        ({"needs": [{**PAGE["needs"][0], "say": [111]}]}, "need 1: “say” must be a list of texts"),
    ],
)
def test_a_mistake_in_the_vocabulary_names_its_place(change, expected):
    with pytest.raises(VocabularyMistake, match=expected) as refused:
        theme_from({**PAGE, **change}, source="home.yaml")
    assert str(refused.value).startswith("home.yaml")


def test_two_needs_may_not_share_an_id():
    theme = theme_from(PAGE, source="test.yaml")
    with pytest.raises(VocabularyMistake, match="already taken"):
        vocabulary_of([theme, theme])


def test_affinity_steps_down_the_list_of_service_words(reader):
    affinity = CandidateIndex(SERVICES, reader).affinity("rats-and-mice")
    assert affinity.argmax() == 0
    assert np.all((affinity >= 0) & (affinity <= 1))
