"""Describing services with the real model, and comparing through the database's own indexes."""

import pytest

from moothall.civic.matching import index_cache, tasks, vector_search
from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import load_vocabulary
from moothall.civic.matching.rules import Query, Reader
from moothall.civic.matching.tests import directory
from moothall.foundations.directory import queries as services
from moothall.kernel import act as acts
from moothall.kernel import gate

pytestmark = [
    pytest.mark.django_db(databases=["default", "signin"]),
    pytest.mark.usefixtures("filled"),
    pytest.mark.skipif(load_encoder() is None, reason="the sentence model is not installed"),
]


def query(text: str) -> Query:
    encoder = load_encoder()
    assert encoder is not None
    return Query(text=text, english=text, encoded=encoder.encode(text))


def best_of_many(text: str, *, by_meaning: bool = True) -> list[str]:
    asked = query(text) if by_meaning else Query(text=text, english=text)
    with gate.reading(acts.public()):
        found = vector_search.best(asked, reader=Reader(load_vocabulary()), limit=3)
    return [match.candidate.name for match in found]


def test_every_service_is_described_once_and_again_when_its_words_change() -> None:
    assert tasks.describe_batch(acts.system()) == 5
    assert tasks.describe_batch(acts.system()) == 0
    assert all(each.name_vector is not None for each in services.candidates(acts.public()).items)

    directory.take_in(directory.service(4, "Money advice", "Help with debts and bills."))
    assert tasks.describe_batch(acts.system()) == 1


def test_a_large_directory_is_searched_by_meaning_in_the_database() -> None:
    tasks.describe_batch(acts.system())
    assert best_of_many("my old couch has to go")[0] == "Get large items collected"
    assert best_of_many("letters from people I owe money to")[0].startswith("Debt advice")


def test_without_the_model_a_large_directory_is_searched_by_words_and_letters() -> None:
    assert best_of_many("sofas and fridges", by_meaning=False)[0] == "Get large items collected"
    assert best_of_many("dementa advisor", by_meaning=False)[0] == "Dementia adviser"
    assert best_of_many("qwzzk", by_meaning=False) == []


def test_words_that_look_like_commands_are_only_words() -> None:
    for words in ("'; DROP TABLE x; --", "a & b | !c", ":*", "\\ '' \"", "%_%", "(((("):
        best_of_many(words, by_meaning=False)


def test_how_many_services_decides_who_compares(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.describe_batch(acts.system())
    asked = query("my old couch has to go")
    with gate.reading(act := acts.public()):
        few = index_cache.OfPlace(act).best(asked, limit=1)
        monkeypatch.setattr(index_cache, "MOST", -1)
        many = index_cache.OfPlace(act).best(asked, limit=1)
    assert few[0].candidate.id == many[0].candidate.id
