"""Personal data: readable with the person's key, never without it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel import act as acts
from moothall.kernel import vault
from moothall.kernel.context import acting
from moothall.kernel.models import DataKey, Person
from moothall.kernel.operations import matters, people
from moothall.kernel.queries import people as queries
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

TEXTS = st.dictionaries(st.text(max_size=8), st.text(max_size=60), max_size=5)


@pytest.fixture
def place() -> Small:
    return small_place()


def stored(person) -> bytes:
    with acting(acts.system()):
        return bytes(Person.objects.get(pk=person).personal)


def test_nothing_personal_lies_in_the_table(place: Small):
    assert b"Ann" not in stored(place.resident)
    assert queries.person(place.as_resident(), id=place.resident).name == "Ann"


@given(content=TEXTS)
def test_what_is_encrypted_comes_back(content: dict[str, str]):
    person = people.register_person(acts.public(), personal=content)
    with acting(acts.resident(person)):
        assert vault.decrypt(person, stored_here(person)) == content


def test_a_key_opens_only_what_belongs_to_its_person(place: Small):
    with acting(acts.system()):
        encrypted = vault.encrypt(place.resident, {"name": "Ann"})
        with pytest.raises(vault.Unreadable):
            vault.decrypt(place.neighbour, encrypted)


def test_a_changed_byte_is_noticed(place: Small):
    with acting(acts.system()):
        encrypted = bytearray(vault.encrypt(place.resident, {"name": "Ann"}))
        encrypted[-1] ^= 1
        with pytest.raises(vault.Unreadable):
            vault.decrypt(place.resident, bytes(encrypted))


def test_after_erasure_nothing_can_be_read_not_even_what_was_kept_before(place: Small):
    kept = stored(place.resident)
    people.erase_person(place.as_resident(), person=place.resident)
    people.erase_person(acts.system(), person=place.resident)
    assert queries.person(acts.system(), id=place.resident).personal is None
    with acting(acts.system()), pytest.raises(vault.Unreadable):
        vault.decrypt(place.resident, kept)


def test_an_escrow_written_after_the_erasure_does_not_hold_the_key(place: Small, tmp_path):
    before, after = tmp_path / "before.keys", tmp_path / "after.keys"
    with acting(acts.system()):
        vault.write_escrow(before)
    people.erase_person(acts.system(), person=place.resident)
    with acting(acts.system()):
        vault.write_escrow(after)
    assert str(place.resident) in before.read_text()
    assert str(place.resident) not in after.read_text()
    assert before.stat().st_mode & 0o077 == 0
    assert {row.holder for row in vault.read_escrow(after)} >= {place.neighbour}


def test_the_master_key_can_be_changed(place: Small, settings):
    settings.MOOTHALL_MASTER_KEYS = settings.MOOTHALL_MASTER_KEYS | {"master-002": b"\7" * 32}
    with acting(acts.system()):
        assert vault.rewrap(batch=1000) >= 4
        assert vault.rewrap() == 0
    settings.MOOTHALL_MASTER_KEYS = {"master-002": b"\7" * 32}
    assert queries.person(place.as_resident(), id=place.resident).name == "Ann"


def test_without_the_master_key_the_database_is_of_no_use(place: Small, settings):
    settings.MOOTHALL_MASTER_KEYS = {"master-001": b"\0" * 32}
    with acting(acts.system()), pytest.raises(vault.Unreadable):
        vault.decrypt(place.resident, stored_here(place.resident))


def stored_here(person) -> bytes:
    return bytes(Person.objects.get(pk=person).personal)


def test_many_are_read_with_one_look_up_of_keys(place: Small, django_assert_max_num_queries):
    ids = [place.resident, place.neighbour, place.officer]
    with acting(acts.system()), django_assert_max_num_queries(2):
        assert len(queries.people.__wrapped__(acts.system(), ids=ids)) == 3


def test_a_neighbour_gets_no_key(place: Small):
    with acting(place.as_neighbour()):
        assert not DataKey.objects.filter(holder=place.resident).exists()


def test_a_key_is_looked_up_once_in_a_transaction_and_never_kept_beyond_it(place: Small):
    for _ in range(2):
        with acting(place.as_resident()), CaptureQueriesContext(connection) as statements:
            for number in range(5):
                encrypted = vault.encrypt(place.resident, {"number": number})
                assert vault.decrypt(place.resident, encrypted) == {"number": number}
        assert len([one for one in statements if "kernel_datakey" in one["sql"]]) == 1


def test_a_key_that_was_looked_up_is_gone_once_its_person_is_erased(place: Small):
    act = acts.system()
    with acting(act):
        encrypted = vault.encrypt(place.resident, {"name": "Ann"})
        people.erase_person(act, person=place.resident)
        for read in (
            lambda: vault.decrypt(place.resident, encrypted),
            lambda: vault.encrypt(place.resident, {}),
        ):
            with pytest.raises(vault.Unreadable):
                read()


def test_what_is_about_nobody_is_encrypted_under_its_matters_own_key(place: Small):
    lamp = matters.open_matter(place.as_officer(), kind="alarm", organisation=place.council, person=None)
    with acting(place.as_officer()), pytest.raises(vault.Unreadable):
        vault.encrypt(lamp, {"note": "dark"})
    with acting(place.as_officer()):
        for _again in range(2):
            vault.hold(lamp, DataKey.Kind.MATTER)
        encrypted = vault.encrypt(lamp, {"note": "dark"})
        assert vault.decrypt_many([(lamp, encrypted)]) == [{"note": "dark"}] and vault.opened() == set()
    for stranger in (acts.public(), place.as_resident(), place.as_adviser()):
        with acting(stranger), pytest.raises(vault.Unreadable):
            vault.decrypt(lamp, encrypted)
    matters.erase_matter(acts.system(), matter=lamp)
    with acting(acts.system()):
        vault.hold(lamp, DataKey.Kind.MATTER)
        for read in (lambda: vault.decrypt(lamp, encrypted), lambda: vault.encrypt(lamp, {})):
            with pytest.raises(vault.Unreadable):
                read()


def test_an_organisations_key_is_its_own(place: Small):
    with acting(place.as_officer()):
        vault.hold(place.council, DataKey.Kind.ORGANISATION)
        encrypted = vault.encrypt(place.council, {"secret": "s"})
    with acting(place.as_adviser()):
        vault.hold(place.charity, DataKey.Kind.ORGANISATION)
        with pytest.raises(vault.Unreadable):
            vault.decrypt(place.council, encrypted)
    with acting(acts.system(organisation=place.council)):
        assert vault.decrypt(place.council, encrypted) == {"secret": "s"}
