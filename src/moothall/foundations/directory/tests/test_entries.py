"""An organisation confirms and changes its own entries, and nobody else's."""

import json
from uuid import UUID

import pytest

from moothall.foundations.directory import operations, queries
from moothall.foundations.directory.models import Service
from moothall.foundations.directory.tests.stories import TRUST, read, service, take_in
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.act import Act
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
OTHER = "7b0c7c7e-95a0-4a52-b8f5-0d7e4b9a1c11"


@pytest.fixture
def two_organisations() -> None:
    take_in([service(1), service(2, organization={"id": OTHER, "name": "Other Trust"})])


def owner(*, permissions: frozenset[str] = frozenset({"directory.edit"})) -> Act:
    """Somebody who looks after the entries of Shore Trust."""
    person = people.register_person(acts.system(), personal={"name": "Rhian Price"})
    return acts.staff(person, organisation=UUID(TRUST), permissions=permissions)


def test_confirming_says_today_everywhere(two_organisations: None) -> None:
    act = owner()
    day = operations.assure_entry(act, service=read("Service 1").id)

    kept = read("Service 1")
    assert kept.assured_date == day
    assert json.loads(kept.full_json)["assured_date"] == day.isoformat()
    assert json.loads(kept.brief_json)["assured_date"] == day.isoformat()


def test_a_change_shows_everywhere_and_a_feed_does_not_undo_it(two_organisations: None) -> None:
    operations.change_entry(
        owner(),
        service=read("Service 1").id,
        fields={"name": "Mending club", "url": "www.example.org", "alert": ""},
    )
    take_in([service(1, description="The feed has news.")])

    kept = read("Mending club")
    form = json.loads(kept.full_json)
    assert form["name"] == "Mending club" and form["url"] == "https://www.example.org"
    assert form["description"] == "Help number 1." and kept.assured_date is not None
    assert form["organization"]["name"] == "Shore Trust"


def test_entries_of_others_are_neither_listed_nor_changed(two_organisations: None) -> None:
    act = owner()
    others = read("Service 2").id

    assert [each.name for each in queries.own_entries(act).items] == ["Service 1"]
    assert queries.own_entry(owner(), id=others) is None
    with pytest.raises(NotFound):
        operations.assure_entry(owner(), service=others)
    with pytest.raises(NotFound):
        operations.change_entry(owner(), service=others, fields={"name": "Mine"})


def test_without_the_permission_nothing_is_changed(two_organisations: None) -> None:
    with pytest.raises(NotAllowed):
        operations.assure_entry(owner(permissions=frozenset()), service=read("Service 1").id)


def test_the_database_itself_keeps_others_out(two_organisations: None) -> None:
    others = read("Service 2").id
    with context.acting(owner()):
        assert Service.objects.filter(pk=others).update(name="Mine") == 0
    with context.acting(acts.public()):
        assert Service.objects.update(name="Mine") == 0


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"email": "nobody"}, {"url": "not an address"}, {"slug": "x"}]
)
def test_what_cannot_be_used_is_refused_in_words(two_organisations: None, fields: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        operations.change_entry(owner(), service=read("Service 1").id, fields=fields)
    assert refused.value.words.endswith(".")
    assert read("Service 1").edited_at is None
