"""Whoever on the staff reads what belongs to a person is written down, whoever wrote the query."""

from dataclasses import is_dataclass, replace
from typing import get_args, get_type_hints

import pytest
from django.db import models

from moothall.kernel import act as acts
from moothall.kernel import allow, gate, registry, vault
from moothall.kernel.act import Act, Door
from moothall.kernel.context import acting
from moothall.kernel.extent import everywhere
from moothall.kernel.gate import query
from moothall.kernel.models import AuditEntry, Person
from moothall.kernel.queries import people
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def readings(place: Small) -> list[tuple[str, str]]:
    """Which questions about the resident were recorded, and in which door."""
    with acting(place.as_resident()):
        rows = AuditEntry.objects.filter(subject_id=place.resident, is_reading=True).order_by("id")
        return list(rows.values_list("operation", "door"))


def key(place: Small, *permissions: str) -> Act:
    """A program of the council's."""
    return replace(place.as_officer(), person=None, door=Door.API, permissions=everywhere(permissions))


@query(allow=allow.anyone)
def forgetful(act: Act, *, ids: list[object]) -> list[str]:
    """A query whose author thought of nothing."""
    rows = Person.objects.filter(pk__in=ids)
    return [str(vault.decrypt(row.id, row.personal)["name"]) for row in rows]


def test_asking_about_a_person_is_recorded_through_every_door(place: Small):
    for act in (key(place, "cases.read"), key(place, "payments.read"), place.as_officer()):
        assert people.person(act, id=place.resident).name == "Ann"
    assert readings(place) == [("kernel.person", "api"), ("kernel.person", "api"), ("kernel.person", "page")]


def test_a_query_whose_author_thought_of_nothing_is_recorded_too(place: Small):
    assert forgetful(place.as_officer(), ids=[place.resident]) == ["Ann"]
    assert readings(place) == [("kernel.forgetful", "page")]


def test_one_page_is_one_reading_and_colleagues_are_none(place: Small):
    with gate.reading(act := place.as_officer()):
        people.person(act, id=place.resident)
        forgetful(act, ids=[place.resident, place.officer])
    assert readings(place) == [("kernel.person", "page")]
    with acting(place.as_officer()):
        assert not AuditEntry.objects.filter(subject_id=place.officer, is_reading=True).exists()


def test_who_sees_nothing_and_who_reads_their_own_are_not_recorded(place: Small):
    assert people.person(place.as_adviser(), id=place.resident) is None
    assert people.person(place.as_resident(), id=place.resident).email
    assert people.person(acts.system(), id=place.resident).email
    assert readings(place) == []


def test_who_only_deals_with_money_gets_a_name_alone(place: Small):
    shown = people.person(key(place, "payments.read"), id=place.resident)
    assert shown.personal == {"name": "Ann"}
    assert people.person(key(place, "cases.read"), id=place.resident).email


PERSONAL_FIELDS = {"person_id", "subject_id", "person", "personal"}
SHOWS_NO_READING = {
    "kernel.people": "what is decrypted is recorded by the gate",
    "kernel.person": "what is decrypted is recorded by the gate",
    "members.member": "who works beside the reader",
    "members.members": "who works beside the reader",
    "members.invitations": "what is decrypted is recorded by the gate",
    "payments.payments": "amounts and references; whose they are is read one by one",
    "payments.payment_for": "by the id of a journey, which only the person's own browser has",
}
"""Queries for staff that name a person without saying themselves that they are readings, and why."""


def test_queries_that_show_a_person_to_staff_say_so():
    silent = {
        entry.name
        for entry in registry.entries().values()
        if not entry.changes and not entry.says_who_is_read and _is_for_staff(entry) and _names(entry.result)
    }
    assert silent == set(SHOWS_NO_READING)


def _is_for_staff(entry: registry.Entry) -> bool:
    return "staff with" in entry.allow.documented


def _names(hint: object, seen: frozenset[object] = frozenset()) -> bool:
    """Whether a result of this type tells whom it is about."""
    if any(_names(inside, seen) for inside in get_args(hint)):
        return True
    if not isinstance(hint, type) or hint in seen:
        return False
    if issubclass(hint, models.Model):
        return bool(PERSONAL_FIELDS & {field.column for field in hint._meta.concrete_fields})
    fields = get_type_hints(hint) if is_dataclass(hint) else {}
    return any(name in PERSONAL_FIELDS or _names(inner, seen | {hint}) for name, inner in fields.items())
