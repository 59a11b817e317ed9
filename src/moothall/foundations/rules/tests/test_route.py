"""What rules do to a route: never another result than with every question asked, and next to no time."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.tests import harbour
from moothall.kernel import clock
from moothall.services.answers import Answers
from moothall.services.behaviour import StepTypes
from moothall.services.examples import NOBODY
from moothall.services.reading import read_folder
from moothall.services.route import Route, route
from moothall.services.steps import StepContext
from moothall.services.words import PackWords

FOUND = read_folder(harbour.PACK)
CONTEXT: StepContext[Any] = StepContext(
    journey=NOBODY, step="", settings=None, words=PackWords(FOUND.words["en"], {}, {}), organisation=NOBODY,
    service="trial-mooring", person=None, answers={}, at=clock.now(), files=FOUND.files,
)  # fmt: skip

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "length": st.integers(1, 99),
        "resident": st.sampled_from(["yes", "no"]),
        "disabled": st.sampled_from(["yes", "no"]),
        "income": st.integers(0, 100_000),
    },
)


def at(answers: dict[str, Any]) -> Route:
    return route(FOUND.pack, Answers(answers), StepTypes(FOUND.pack, CONTEXT))


@given(ANSWERS)
def test_what_is_settled_early_is_what_every_answer_would_have_decided(answers: dict[str, Any]) -> None:
    found = at(answers).answers["eligibility"]
    if found["settled"]:
        for rest in ({"disabled": "yes", "income": 0}, {"disabled": "no", "income": 99_999}):
            whole = {"resident": "no", **rest, **answers}
            assert at(whole).answers["eligibility"]["value"] == found["value"]
    else:
        assert found["value"] is None and {page.key for page in at(answers).open} & {
            "resident",
            "disabled",
            "income",
        }


@given(ANSWERS)
def test_only_the_answers_on_the_route_count(answers: dict[str, Any]) -> None:
    found = at(answers)
    kept = {page.key: answers[page.key] for page in found.pages if page.key in answers}
    assert at(kept).answers == found.answers and at(kept).pages == found.pages


def test_walking_the_route_again_compiles_nothing() -> None:
    answers = {"length": 6, "resident": "no", "income": 40_000, "disabled": "yes"}
    at(answers)
    compiled = rule_cache.compiled.cache_info().misses
    at(answers)
    assert rule_cache.compiled.cache_info().misses == compiled
