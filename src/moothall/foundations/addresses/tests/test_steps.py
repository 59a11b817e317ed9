"""Choosing an address inside a service, as the journey asks it."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches

from moothall.foundations.addresses import commands
from moothall.foundations.addresses.steps import AddressSettings
from moothall.kernel import act as acts
from moothall.kernel.operations import place
from moothall.services.steps import STEP_TYPES, StepContext

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

SQUARE = {"type": "Polygon", "coordinates": [[[-4, 51], [-3.5, 51], [-3.5, 51.5], [-4, 51.5], [-4, 51]]]}
POSTCODES = "postcode,lat,lon\nWX1 1AL,51.2,-3.7\nWX9 9ZZ,51.4,-3.6\nTW1 1AA,51.45,-0.33\n"
ADDRESSES = (
    "uprn,line_1,line_2,town,postcode,longitude,latitude\n"
    "11,2 Sea View,,Bay,WX1 1AL,-3.7001,51.2001\n12,10 Sea View,,Bay,WX1 1AL,-3.7002,51.2001\n"
    "13,1 Far Road,,Twick,TW1 1AA,-0.33,51.45\n"
)
STEP = STEP_TYPES["addresses.address"]


class Plain:
    """The words of a pack that says nothing but titles."""

    def __call__(self, key: str, **values: Any) -> str:
        return "Where do you live?"

    def has(self, key: str) -> bool:
        return key.endswith(".title")


@pytest.fixture(autouse=True)
def tables(tmp_path: Path) -> None:
    caches["memory"].clear()
    system = acts.system()
    place.draw_area(system, code="B", name="Bay", kind="borough", boundary=SQUARE, population=2)
    place.draw_area(system, code="W1", name="Shore", kind="ward", boundary=SQUARE, population=1)
    caches["memory"].clear()
    for name, text, take_in in (
        ("postcodes.csv", POSTCODES, commands.take_in_postcodes),
        ("addresses.csv", ADDRESSES, commands.take_in_addresses),
    ):
        (tmp_path / name).write_text(text)
        take_in(tmp_path / name, lambda words: None)


def context(*, inside: str = "", answer: Any = None) -> StepContext[AddressSettings]:
    """The step as the journey asks it."""
    return StepContext(
        journey=uuid4(), step="home", settings=AddressSettings(inside=inside), words=Plain(),
        organisation=uuid4(), service="test", person=None, answers={}, at=acts.public().at, answer=answer,
    )  # fmt: skip


def typed(**values: str) -> dict[str, str]:
    return dict.fromkeys(("postcode", "looked", "uprn", "line_1", "line_2", "town"), "") | values


def test_a_postcode_finds_addresses_without_an_error() -> None:
    form = STEP.form(acts.public(), context(), typed(postcode="wx11al"))

    assert not form.is_valid() and not form.errors and form.shows_choice
    assert [row.line_1 for row in form.found.addresses] == ["2 Sea View", "10 Sea View"]


def test_a_chosen_address_is_kept_with_its_position_and_ward() -> None:
    act, question = acts.public(), context(inside="B")
    form = STEP.form(act, question, typed(postcode="WX1 1AL", looked="WX1 1AL", uprn="12"))
    assert form.is_valid()

    answer = STEP.accept(act, question, form.cleaned_data)

    assert answer == {
        "uprn": "12", "lines": ["10 Sea View", "Bay"], "postcode": "WX1 1AL",
        "longitude": -3.7002, "latitude": 51.2001, "ward": "W1",
    }  # fmt: skip
    assert STEP.summary(question, answer)[0].value == "10 Sea View, Bay, WX1 1AL"
    again = STEP.form(act, context(answer=answer))
    assert again["uprn"].value() == "12" and again["postcode"].value() == "WX1 1AL"


def test_an_address_can_be_typed_and_stands_where_its_postcode_is() -> None:
    act, question = acts.public(), context()
    form = STEP.form(act, question, typed(postcode="wx9 9zz", line_1="The Old Barn", town="Bay"))
    assert form.is_valid()

    answer = STEP.accept(act, question, form.cleaned_data)

    assert answer["uprn"] is None and answer["lines"] == ["The Old Barn", "Bay"]
    assert (answer["longitude"], answer["latitude"], answer["ward"]) == (-3.6, 51.4, "W1")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (typed(), "postcode"),
        (typed(postcode="nonsense"), "postcode"),
        (typed(postcode="WX1 1AL", looked="WX1 1AL"), "uprn"),
        (typed(postcode="WX1 1AL", looked="WX1 1AL", uprn="unlisted"), "line_1"),
        (typed(postcode="WX1 1AL", line_1="2 Sea View"), "town"),
        (typed(postcode="WX1 1AL", looked="WX1 1AL", uprn="999"), "uprn"),
    ],
)
def test_what_is_missing_is_said_beside_its_box(given: dict[str, str], field: str) -> None:
    form = STEP.form(acts.public(), context(), given)

    assert not form.is_valid() and field in form.errors


def test_a_choice_from_another_postcode_is_forgotten() -> None:
    form = STEP.form(acts.public(), context(), typed(postcode="TW1 1AA", looked="WX1 1AL", uprn="11"))

    assert not form.is_valid() and not form.errors
    assert [row.uprn for row in form.found.addresses] == [13]


@pytest.mark.parametrize(
    "given",
    [
        typed(postcode="TW1 1AA", looked="TW1 1AA", uprn="13"),
        typed(postcode="TW1 1AA", line_1="1 Far Road", town="Twick"),
        typed(postcode="ZZ9 9ZZ", line_1="1 Nowhere", town="Gone"),
    ],
)
def test_an_address_outside_the_place_is_refused_in_words(given: dict[str, str]) -> None:
    form = STEP.form(acts.public(), context(inside="B"), given)

    assert not form.is_valid()
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    assert "only for addresses in Bay" in words or "do not know this postcode" in words


def test_an_example_answer_needs_lines_and_postcode() -> None:
    assert STEP.example_problem(context(), {"lines": ["1 High Street"], "postcode": "WX1 1AL"}) == ""
    assert "postcode" in STEP.example_problem(context(), {"lines": []})
