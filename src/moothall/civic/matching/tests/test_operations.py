"""Asking: what is found, what is counted, and that no word is left anywhere."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from moothall.civic.matching import operations, queries
from moothall.civic.matching.filters import Narrowing
from moothall.civic.matching.models import Search
from moothall.civic.matching.queries import Results
from moothall.civic.matching.tests import directory
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db(databases=["default", "signin"]), pytest.mark.usefixtures("filled")]

NAMES = ("Dementia adviser", "Carers’ break sitting service", "Get large items collected", "Debt advice")
WORN_OUT = "My mother keeps losing her memory and I need a carer’s break"


def found(kept: operations.KeptSearch) -> Results:
    return queries.results(acts.public(), search=kept.search, key=kept.key)


def names(kept: operations.KeptSearch) -> list[str]:
    shown = found(kept)
    return [each.found.name for each in (*shown.near, *shown.further)]


def test_what_fits_best_comes_first_with_the_words_it_rests_on() -> None:
    kept = operations.ask(acts.public(), words="I want rid of a sofa")

    first = found(kept).near[0]
    assert first.found.name == "Get large items collected"
    assert "sofa" in " ".join(first.hit.said)


def test_the_need_is_counted_by_ward_and_nobody_is_named() -> None:
    operations.ask(acts.public(), words="I cannot pay my debts", postcode="wx11al")

    (asked,) = [stored for stored in directory.events() if stored.name == "matching.NeedAsked"]
    assert asked.payload["needs"][0] == "debt"
    assert asked.payload["ward"] == directory.WARD
    assert asked.payload["results"] >= 1
    assert asked.person_id is asked.actor_id is asked.organisation_id is None


def test_nobody_can_ask_under_their_name() -> None:
    with pytest.raises(NotAllowed):
        operations.ask(acts.resident(clock.uuid7()), words="I cannot pay my debts")


def test_what_nothing_fits_is_counted_as_unmet() -> None:
    kept = operations.ask(acts.public(), words="bitcoin price")

    assert found(kept).near == ()
    assert found(kept).told.outcome.certainty.value == "nothing"
    assert [stored.name for stored in directory.events()[-2:]] == ["matching.NeedAsked", "matching.NeedUnmet"]
    assert directory.events()[-1].payload["is_told"] is False


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("qwzzk vrrpf", ""),
        ("help", ""),
        ("potrzebuję pomocy z mieszkaniem", "pl"),
        ("quiero aprender ingles", "es"),
    ],
)
def test_what_is_not_understood_brings_no_service_and_no_reason(words: str, language: str) -> None:
    outcome = found(operations.ask(acts.public(), words=words)).told.outcome

    assert (outcome.certainty.value, outcome.language) == ("not understood", language)
    assert outcome.hits == outcome.needs == outcome.question == ()
    assert [stored.name for stored in directory.events()[-1:]] == ["matching.NeedAsked"]


def test_saying_nothing_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        operations.ask(acts.public(), words=" \n ")
    assert "words" in refused.value.fields


def test_no_word_of_it_is_kept_in_the_clear(caplog: pytest.LogCaptureFixture) -> None:
    secret = "zanzibar my husband hits me at 14 Quay Street"
    kept = operations.ask(acts.public(), words=secret, postcode=directory.POSTCODE)
    operations.narrow(acts.public(), search=kept.search, key=kept.key, filters={"features": ["step-free"]})
    operations.report_misread(acts.public(), search=kept.search, key=kept.key)
    operations.report_unmet(acts.public(), search=kept.search, key=kept.key)

    everything = directory.everything_kept() + caplog.text
    assert "matching_search" in everything and "NeedMisread" in everything
    for word in ("zanzibar", "husband", "hits", "Quay", secret.encode().hex(), b"zanzibar".hex()):
        assert word not in everything, word


def test_only_the_key_of_a_search_opens_it() -> None:
    one = operations.ask(acts.public(), words="I cannot pay my debts")
    other = operations.ask(acts.public(), words="I want rid of a sofa")

    for search, key in ((one.search, other.key), (clock.uuid7(), one.key), (one.search, "A" * 44)):
        with pytest.raises(NotFound):
            queries.told(acts.public(), search=search, key=key)


def test_a_search_is_over_after_a_day_and_then_deleted() -> None:
    operations.ask(acts.public(), words="I cannot pay my debts")

    assert operations.forget_searches(acts.system()) == 0
    with clock.set_to(clock.now() + timedelta(hours=24, minutes=1)):
        assert operations.forget_searches(acts.system()) == 1
    with context.acting(acts.system()):
        assert not Search.objects.exists()


def test_services_for_another_part_of_the_place_are_left_out_and_counted() -> None:
    anywhere = operations.ask(acts.public(), words="I cannot pay my debts")
    here = operations.ask(acts.public(), words="I cannot pay my debts", postcode=directory.POSTCODE)

    assert "Debt advice in the east" in names(anywhere)
    assert "Debt advice in the east" not in names(here)
    assert found(here).elsewhere == 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"most_pence": 0}, {"Dementia adviser"}),
        ({"most_pence": 2500}, {"Dementia adviser", "Carers’ break sitting service"}),
        ({"days": ["TU", "SU"]}, {"Debt advice"}),
        ({"ways": ["phone"]}, {"Dementia adviser"}),
        ({"features": ["hearing-loop"]}, set()),
        ({"within_metres": 1000}, {name for name in NAMES if name != "Debt advice"}),
    ],
)  # fmt: skip
def test_filters_show_only_what_fits_and_change_no_search(
    filters: dict[str, object], expected: set[str]
) -> None:
    all_of_them = operations.ask(acts.public(), words=WORN_OUT, postcode=directory.POSTCODE)
    some = operations.narrow(acts.public(), search=all_of_them.search, key=all_of_them.key, filters=filters)

    assert set(names(some)) == expected
    assert len(names(all_of_them)) == 4
    assert Narrowing.from_plain(filters).count == 1


def test_filtering_is_not_counted_as_asking_again() -> None:
    kept = operations.ask(acts.public(), words="I cannot pay my debts")
    before = len(directory.events())
    operations.narrow(acts.public(), search=kept.search, key=kept.key, filters={})
    assert len(directory.events()) == before


def test_a_need_that_was_not_offered_cannot_be_chosen() -> None:
    kept = operations.ask(acts.public(), words="I want rid of a sofa")
    with pytest.raises(Refused):
        operations.choose_need(acts.public(), search=kept.search, key=kept.key, need="domestic-abuse")


def test_a_new_service_is_found_at_once_and_a_closed_one_no_longer() -> None:
    words = "where can I borrow a ukulele"
    before = names(operations.ask(acts.public(), words=words))
    directory.take_in(directory.service(6, "Ukulele library", "Borrow a ukulele."))
    assert "Ukulele library" not in before
    kept = operations.ask(acts.public(), words=words)
    assert names(kept)[0] == "Ukulele library"

    directory.take_in(directory.service(6, "Ukulele library", "Borrow a ukulele.", status="closed"))
    assert "Ukulele library" not in names(kept)
    assert "Ukulele library" not in names(operations.ask(acts.public(), words=words))


def test_what_is_live_in_the_place_comes_from_the_tables() -> None:
    caches["memory"].delete("place-now")
    now = queries.place_now(acts.public())

    assert (now.services, now.organisations) == (5, 1)
    assert len(now.changed) == 4


def test_the_need_a_person_chooses_leads() -> None:
    kept = operations.ask(acts.public(), words="lost my job and money")
    offered = found(kept).told.outcome.question
    assert set(offered) == {"find-work", "benefits-check"}

    chosen = operations.choose_need(acts.public(), search=kept.search, key=kept.key, need=offered[-1])

    outcome = found(chosen).told.outcome
    assert outcome.needs == (offered[-1],) and outcome.question == ()
    assert found(kept).told.outcome.question == offered


def test_what_calls_for_urgent_help_is_never_taken_for_another_need() -> None:
    expected = {"I want to kill myself": "suicidal-crisis", "my husband hits me": "domestic-abuse"}
    for words, need in expected.items():
        outcome = found(operations.ask(acts.public(), words=words)).told.outcome
        assert outcome.needs[0] == need
        assert outcome.question == ()
