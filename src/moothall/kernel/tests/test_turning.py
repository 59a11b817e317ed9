"""What an act may write cannot be turned into seeing more: each of these is tried under a real act."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from moothall.kernel import act as acts
from moothall.kernel import policies, vault
from moothall.kernel.act import Act
from moothall.kernel.clock import now, uuid7
from moothall.kernel.context import acting
from moothall.kernel.models import Assignment, AuditEntry, DataKey, IdempotencyKey, Person, Role
from moothall.kernel.operations import grants, matters, organisations, people, programs
from moothall.kernel.queries import events as fact_queries
from moothall.kernel.queries import matters as matter_queries
from moothall.kernel.refusal import NotAllowed, NotFound
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def refusal(act: Act, statement: str, *arguments: Any) -> str | None:
    """The SQLSTATE a statement is refused with, or ``None`` when it is carried out."""
    try:
        with transaction.atomic(), acting(act), connection.cursor() as cursor:
            cursor.execute(statement, arguments)
    except DatabaseError as refused:
        return str(refused.__cause__.sqlstate)  # type: ignore[union-attr]
    return None


def mandate(place: Small, *, principal: UUID, agent: UUID) -> UUID:
    return people.give_mandate(
        acts.resident(principal), principal=principal, agent=agent, services=["everything"], basis="consent"
    )


def shared(place: Small) -> UUID:
    return matters.share_matter(
        place.as_officer(),
        matter=place.matter,
        organisation=place.charity,
        basis="referral",
        purposes=["service"],
        until_at=now().replace(year=now().year + 1),
    )


def test_a_mandate_cannot_be_turned_on_somebody_else(place: Small):
    held = mandate(place, principal=place.officer, agent=place.neighbour)
    statement = "UPDATE kernel_mandate SET principal_id = %s WHERE id = %s"
    assert refusal(place.as_neighbour(), statement, place.resident, held) == "42501"
    assert refusal(place.as_neighbour(), "UPDATE kernel_mandate SET until_at = NULL") == "42501"


def test_a_mandate_that_was_ended_cannot_be_brought_back(place: Small):
    held = mandate(place, principal=place.resident, agent=place.neighbour)
    people.revoke_mandate(place.as_resident(), mandate=held)
    assert refusal(place.as_neighbour(), "UPDATE kernel_mandate SET revoked_at = NULL") == "42501"


def test_a_grant_cannot_be_turned_on_another_matter(place: Small):
    grant = shared(place)
    theirs = matters.open_matter(
        place.as_neighbour(), kind="x", organisation=place.charity, person=place.neighbour
    )
    statement = "UPDATE kernel_grant SET matter_id = %s WHERE id = %s"
    assert refusal(place.as_officer(), statement, theirs, grant) == "42501"
    assert refusal(place.as_officer(), "UPDATE kernel_grant SET until_at = 'infinity'") == "42501"
    wider = "UPDATE kernel_grant SET purposes = purposes || '{care}'::varchar[]"
    assert refusal(place.as_officer(), wider) == "42501"


def test_sharing_that_was_ended_cannot_be_begun_again(place: Small):
    grant = shared(place)
    grants.end_sharing(place.as_resident(), grant=grant)
    assert refusal(place.as_officer(), "UPDATE kernel_grant SET revoked_at = NULL") == "42501"


def test_a_grant_says_truly_who_gave_it(place: Small):
    statement = (
        "INSERT INTO kernel_grant (id, matter_id, organisation_id, granted_by_id, person_id, basis,"
        " purposes, service, attributes, reason, since_at, until_at) VALUES (%s, %s, %s, %s, %s, 'referral',"
        " '{service}', '', '{}', '', now(), now() + interval '1 day')"
    )
    for giver, person in ((place.charity, place.resident), (place.council, place.neighbour)):
        told = (uuid7(), place.matter, place.charity, giver, person)
        assert refusal(place.as_officer(), statement, *told) in {"42501", "MH005"}


def test_nobody_is_seen_by_opening_a_matter_for_them(place: Small):
    with pytest.raises(NotFound):
        matters.open_matter(place.as_adviser(), kind="x", organisation=place.charity, person=place.resident)
    own = matters.open_matter(place.as_adviser(), kind="x", organisation=place.charity, person=None)
    statement = "UPDATE kernel_matter SET person_id = %s WHERE id = %s"
    assert refusal(place.as_adviser(), statement, place.resident, own) in {"42501", "MH005"}


def test_nobody_is_seen_by_being_made_a_colleague(place: Small):
    with pytest.raises(NotFound):
        organisations.add_member(
            place.as_adviser(), organisation=place.charity, person=place.resident, roles=["volunteer"]
        )
    statement = "UPDATE kernel_membership SET person_id = %s"
    assert refusal(place.as_adviser(), statement, place.resident) in {"42501", "MH005"}


def test_managers_do_not_make_operators(place: Small):
    with pytest.raises(NotAllowed, match="not yours to give"):
        organisations.add_member(
            place.as_officer(), organisation=place.council, person=place.officer, roles=["operator"]
        )
    refusal(place.as_officer(), "UPDATE kernel_role SET permissions = '{place.operate}'")
    with acting(acts.system()):
        role = Role.objects.get(code="operator").id
        manages = Assignment.objects.get(person_id=place.officer)
        assert Role.objects.filter(permissions=["place.operate"]).count() == 0
    statement = "UPDATE kernel_assignment SET role_id = %s"
    assert refusal(place.as_officer(), statement, role) == "42501"
    columns = "id, membership_id, organisation_id, person_id, role_id, scope, service, since_at"
    given = (
        f"INSERT INTO kernel_assignment ({columns})"
        " VALUES (uuidv7(), %s, %s, %s, %s, 'organisation', '', now())"
    )
    values = (manages.membership_id, place.council, place.officer, role)
    assert refusal(place.as_officer(), given, *values) == "42501"


def test_whom_staff_write_down_they_see_until_that_person_has_an_account(place: Small):
    caller = people.register_person(place.as_adviser(), personal={"name": "Eve"})
    with acting(place.as_adviser()):
        assert Person.objects.filter(pk=caller).exists()
    with acting(place.as_officer()):
        assert not Person.objects.filter(pk=caller).exists()
    with acting(acts.system()):
        Person.objects.filter(pk=caller).update(assurance="account")
    with acting(place.as_adviser()):
        assert not Person.objects.filter(pk=caller).exists()


def test_nobody_vouches_for_themselves(place: Small):
    with pytest.raises(NotAllowed):
        people.register_person(acts.public(), personal={}, assurance="verified")
    assert refusal(place.as_resident(), "UPDATE kernel_person SET assurance = 'verified'") == "42501"


def test_only_its_organisation_says_who_is_named_on_a_matter(place: Small):
    statement = (
        "INSERT INTO kernel_participant (id, matter_id, person_id, since_at) VALUES (%s, %s, %s, now())"
    )
    assert refusal(place.as_resident(), statement, uuid7(), place.matter, place.resident) == "42501"


def test_nobody_writes_the_audit_in_anothers_name(place: Small):
    statement = (
        "INSERT INTO kernel_auditentry"
        " (id, at, act_id, operation, is_reading, actor_id, actor_role, purpose, door,"
        " salt, leaf) VALUES (%s, now(), moothall.act_id(), 'x', true, %s, 'resident', 'x', 'page', '', '')"
    )
    assert refusal(place.as_resident(), statement, uuid7(), place.officer) == "42501"


def test_programs_do_not_read_each_others_outcomes(place: Small):
    officer = place.as_officer()
    secret = programs.make_program(
        officer.with_key("k"), organisation=place.council, title="intake", scopes=["cases.work"]
    ).key
    again = programs.make_program(
        place.as_officer().with_key("k"),
        organisation=place.council,
        title="intake",
        scopes=["cases.work"],
    ).key
    assert again == secret
    for other in (acts.public(), place.as_adviser(), acts.system(), acts.system(organisation=place.council)):
        with acting(other):
            assert not IdempotencyKey.objects.filter(actor_id=place.officer).exists()
    with acting(place.as_officer()):
        assert secret not in str(list(IdempotencyKey.objects.values_list("outcome", flat=True)))


def test_staff_who_erase_themselves_lose_their_key_too(place: Small):
    people.erase_person(place.as_officer(), person=place.officer)
    with acting(acts.system()):
        assert DataKey.objects.get(pk=place.officer).wrapped is None


def test_a_destroyed_key_does_not_come_back(place: Small):
    people.erase_person(acts.system(), person=place.resident)
    assert (
        refusal(acts.system(), "UPDATE kernel_datakey SET wrapped = 'x' WHERE erased_at IS NOT NULL")
        == "42501"
    )
    with acting(acts.system()), pytest.raises(vault.Unreadable):
        vault.encrypt(place.resident, {"name": "Ann"})


def test_every_question_of_staff_about_a_matter_is_recorded_once_an_act(place: Small):
    matter_queries.matter(place.as_officer(), id=place.matter)
    fact_queries.timeline(place.as_officer(), matter=place.matter)
    matter_queries.sharings(place.as_officer(), matter=place.matter)
    with acting(place.as_resident()):
        entries = AuditEntry.objects.filter(matter_id=place.matter, is_reading=True)
        assert set(entries.values_list("operation", flat=True)) == {
            "kernel.matter", "kernel.timeline", "kernel.sharings",
        }  # fmt: skip


ENTRY = (
    "INSERT INTO kernel_auditentry (id, at, act_id, operation, is_reading, actor_id, actor_role,"
    " organisation_id, subject_id, purpose, door, salt, leaf) VALUES (%s, now(), moothall.act_id(),"
    " 'kernel.person', true, moothall.person(), moothall.role(), moothall.organisation(), %s, 'service',"
    " 'page', '', '')"
)
EVENT = (
    "INSERT INTO kernel_event (id, at, name, act_id, person_id, organisation_id, actor_id, actor_role, door,"
    " audience, payload, salt, leaf, signature, xid) VALUES (%s, now(), %s, moothall.act_id(), %s,"
    " moothall.organisation(), moothall.person(), moothall.role(), 'page', 'matter', '{}', '', '', '', 1)"
)


def test_nobody_writes_about_people_they_have_nothing_to_do_with(place: Small):
    for act in (place.as_adviser(), place.as_neighbour(), acts.public()):
        for somebody in (place.resident, uuid7()):
            assert refusal(act, ENTRY, uuid7(), somebody) == "42501"
            assert refusal(act, EVENT, uuid7(), "cases.NoteAdded", somebody) == "42501"
    assert refusal(place.as_officer(), ENTRY, uuid7(), place.resident) is None


def test_that_something_is_destroyed_only_moothall_or_the_person_says(place: Small):
    assert refusal(place.as_officer(), EVENT, uuid7(), "kernel.PersonErased", place.resident) == "42501"
    assert refusal(place.as_resident(), EVENT, uuid7(), "kernel.MatterErased", place.resident) == "42501"
    assert refusal(place.as_resident(), EVENT, uuid7(), "kernel.PersonErased", place.resident) is None


def test_every_table_about_people_is_guarded():
    about = {
        model._meta.db_table
        for model, _ in policies.declared()
        if any(field.column == "person_id" and field.related_model is Person for field in model._meta.fields)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = 'kernel_is_about_somebody_known_new'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert about - guarded == {"kernel_participant"}
