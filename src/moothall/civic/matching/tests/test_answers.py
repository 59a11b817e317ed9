"""Which services stand under which words: those of the demo place, compared in memory."""

from functools import partial

import pytest

from moothall.civic.matching.answering import MOST_NEAR, Answering
from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import HERE, load_languages, load_vocabulary, load_welsh
from moothall.civic.matching.outcomes import SearchOutcome
from moothall.civic.matching.reading import default_reader, ordinary_words
from moothall.civic.matching.rules import CandidateIndex, Reader, understand
from moothall.civic.matching.score import build_shelf
from moothall.civic.matching.shown import InMemory, directory_file, id_of, with_ids
from tests.support import place

SERVICES = directory_file(HERE.parents[3] / "packs" / "demo" / "place" / "services.yaml")
SLUGS = {id_of(each.id): each.id for each in SERVICES}
KEPT_IN = place.folder() / "vectors"

needs_model = pytest.mark.skipif(load_encoder() is None, reason="the sentence model is not installed")

URGENT = {
    "my child is missing": [],
    "chest pain": [],
    "my baby is not breathing": [],
    "I smell gas": [],
    "flood water is coming into my house": [],
    "I was raped": [],
    "I want to kill myself": ["crisis-cafe"],
    "overdose": ["crisis-cafe"],
    "my daughter self harms": ["crisis-cafe", "youth-club"],
    "my boyfriend hits me": ["domestic-abuse-support", "homelessness-prevention"],
    "my partner controls my money": ["domestic-abuse-support", "homelessness-prevention"],
    "stalking": ["domestic-abuse-support", "homelessness-prevention"],
    "FGM": ["domestic-abuse-support", "homelessness-prevention", "worried-about-someone"],
    "being trafficked": ["worried-about-someone", "free-legal-advice"],
    "my neighbour's child is always bruised": ["worried-about-someone"],
    "homeless tonight": ["homelessness-prevention", "emergency-beds"],
    "we have nothing to eat":
        ["food-parcels", "community-shop", "village-food-stop", "household-hardship-grants"],
}  # fmt: skip


def read_by(reader: Reader, index: CandidateIndex, *, with_model: bool) -> Answering:
    encoder = load_encoder() if with_model else None
    query_of = partial(understand, reader=reader, welsh=load_welsh(), encoder=encoder)
    return Answering(InMemory(index), reader, query_of)


@pytest.fixture(scope="module")
def by_words() -> Answering:
    """The services of the demo place, compared by words alone."""
    reader = Reader(load_vocabulary(), ordinary_words=ordinary_words())
    return read_by(reader, CandidateIndex(with_ids(SERVICES), reader), with_model=False)


@pytest.fixture(scope="module")
def by_meaning() -> Answering:
    """The services of the demo place, compared by meaning."""
    reader = default_reader(KEPT_IN)
    return read_by(reader, build_shelf(with_ids(SERVICES), reader, load_encoder()), with_model=True)


def near(outcome: SearchOutcome) -> list[str]:
    """The slugs of the services shown at first."""
    return [SLUGS[hit.service] for hit in outcome.hits[: outcome.near]]


def under(outcome: SearchOutcome) -> dict[str, list[str]]:
    """The same under the needs that head them."""
    heads = dict.fromkeys(hit.under for hit in outcome.hits[: outcome.near])
    return {head: [SLUGS[hit.service] for hit in outcome.hits if hit.under == head] for head in heads}


@pytest.mark.parametrize(("words", "services"), URGENT.items())
def test_urgent_help_brings_the_services_tagged_for_it_and_no_other(
    by_words: Answering, words: str, services: list[str]
) -> None:
    outcome = by_words.outcome_of(words)

    assert set(near(outcome)) == set(services) and near(outcome)[:1] == services[:1]
    assert len(outcome.hits) == outcome.near <= 4
    assert not any(hit.said or hit.need for hit in outcome.hits)


@pytest.mark.parametrize("words", ["asdf qwer", "qwzzk vrrpf", "help", "hello", "urgent!!", "💔"])
def test_what_says_nothing_brings_nothing(by_words: Answering, words: str) -> None:
    outcome = by_words.outcome_of(words)
    assert (outcome.certainty.value, outcome.language, outcome.hits) == ("not understood", "", ())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "quiero aprender ingles"), ("es", "me duele el pecho"),
        ("pl", "potrzebuję pomocy z mieszkaniem"), ("pl", "gdzie jest najblizszy dentysta"),
        ("fr", "j'ai besoin d'aide"), ("fr", "je cherche un logement"), ("ro", "nu am bani pentru chirie"),
        ("pt", "preciso de ajuda com a renda"), ("ar", "أحتاج إلى مساعدة"), ("ur", "مجھے گھر کی ضرورت ہے"),
        ("bn", "আমার বাসা নেই"), ("uk", "мені потрібна допомога з житлом"), ("ru", "мне нужна работа"),
        ("other", "我需要帮助"),
    ],
)  # fmt: skip
def test_a_language_that_is_not_read_is_recognised(by_words: Answering, language: str, words: str) -> None:
    outcome = by_words.outcome_of(words)
    assert (outcome.certainty.value, outcome.language, outcome.hits) == ("not understood", language, ())


def test_english_is_never_taken_for_another_language() -> None:
    knows = Reader(load_vocabulary(), ordinary_words=ordinary_words()).knows
    said = [each for need in load_vocabulary().needs for each in need.say]
    said += ["mi dad hs no fud an he is col", "café lessons for my wife", "my son ali needs a halal dinner"]
    assert [each for each in said if load_languages().of(each, is_english=knows) != "en"] == []


@needs_model
@pytest.mark.slow
def test_several_needs_are_each_answered_under_their_own_heading(by_meaning: Answering) -> None:
    told = by_meaning.query_of("cant aford my electrik bill and ther is damp in the bedrom").parts
    assert [part.readings[0].need.id for part in told] == ["energy-bills", "damp-and-mould"]

    found = under(by_meaning.outcome_of("up to my eyes in debt and drinking too much"))
    assert {head: services[0] for head, services in found.items()} == {
        "debt": "debt-advice",
        "alcohol": "drink-and-drugs",
    }


@needs_model
@pytest.mark.slow
def test_a_need_counts_wherever_it_stands_in_a_long_text(by_meaning: Answering) -> None:
    polite = (
        "Hello there, I hope you are all keeping well. I am writing from the flats by the station, where I "
        "have lived with my sister for eleven years. She found your page on the library computer yesterday "
        "and said that somebody at your office would know, and that I should simply ask. So here I am. "
    )
    for words in (f"{polite}There are rats in my garden.", f"There are rats in my garden. {polite}"):
        assert by_meaning.query_of(words).readings[0].need.id == "rats-and-mice"


@needs_model
@pytest.mark.slow
def test_what_nothing_here_meets_is_said_and_no_other_service_put_in_its_place(by_meaning: Answering) -> None:
    outcome = by_meaning.outcome_of("where is the nearest dentist")
    assert (near(outcome), outcome.absent) == ([], ("dentist",))
    helper = load_vocabulary().need_by_id["dentist"].elsewhere
    assert helper is not None and helper.phone == "111"


@needs_model
@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("landlord dosnt care", "bad-private-landlord"),
        ("mum keeps forgetting things", "dementia"),
        ("Hi, I'm hoping someone can help, our bin was missed again", "missed-bin"),
        ("I want to object to my neighbour's plans for an extension", "object-planning"),
        ("I'm housebound and would love some library books", "home-library"),
        ("money for our village choir to buy a piano", "group-funding"),
        ("need a bluebadge for my nan", "blue-badge"),
    ],
)
def test_reasons_name_what_was_read_and_nothing_else(by_meaning: Answering, words: str, need: str) -> None:
    outcome = by_meaning.outcome_of(words)
    said = [hit for hit in outcome.hits[: outcome.near] if hit.need]
    assert outcome.near <= MOST_NEAR
    assert (said[0].need if said else outcome.absent[0]) == need
    assert all(quoted in words for hit in said for quoted in hit.said)


@needs_model
@pytest.mark.parametrize("words", ["sofa", "this assignment is killing me"])
def test_nobody_is_asked_about_danger_that_their_words_only_sound_like(
    by_meaning: Answering, words: str
) -> None:
    assert not {"homeless-now", "suicidal-crisis"} & set(by_meaning.outcome_of(words).question)


@needs_model
@pytest.mark.slow
def test_urgent_help_that_no_phrase_calls_for_takes_no_answer_away(by_meaning: Answering) -> None:
    assert "gp-appointments" in near(by_meaning.outcome_of("im pregnant"))
    assert "bereavement-support" in near(by_meaning.outcome_of("my husband died and i dont know what to do"))
