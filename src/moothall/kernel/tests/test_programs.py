"""Programs: a key, scopes, tokens; and that none gets beyond them, through any door."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import clock, exports, registry, scopes
from moothall.kernel.act import Act, Door
from moothall.kernel.context import acting
from moothall.kernel.extent import everywhere
from moothall.kernel.models import Attribute, AuditEntry, Organisation, Person, Program, ProgramToken
from moothall.kernel.operations import programs
from moothall.kernel.operations.programs import NewKey
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
PERSON = "kernel/person"


@pytest.fixture
def place() -> Small:
    return small_place()


def made(place: Small, *wanted: str, **others: Any) -> NewKey:
    """A program of the council's."""
    return programs.make_program(
        acts.system(), organisation=place.council, title="Test", scopes=list(wanted), **others
    )


def ask(path: str, secret: str, **asked: object) -> Any:
    return Client().get(f"/api/v1/{path}", asked, headers={"Authorization": f"Bearer {secret}"})


def token(program: NewKey, secret: str = "", **told: str) -> Any:
    """What the token endpoint answers to the program."""
    name = base64.b64encode(f"{program.program}:{secret or program.key}".encode()).decode()
    return Client().post(
        "/oauth/token", {"grant_type": "client_credentials", **told},
        headers={"Authorization": f"Basic {name}"},
    )  # fmt: skip


def act_of(place: Small, program: UUID, *wanted: str) -> Act:
    """The act of a program that said it had these scopes."""
    return replace(
        place.as_officer(), person=None, door=Door.API, program=program, permissions=everywhere(wanted)
    )


def seen(act: Act) -> int:
    """How many people the database itself lets an act see, whatever the application asks."""
    with acting(act):
        return Person.objects.count()


def test_a_program_does_what_its_scopes_say_and_nothing_else(place: Small):
    reader, importer = made(place, "cases.read"), made(place, "directory.edit")
    assert ask(PERSON, reader.key, id=place.resident).json()["personal"]["name"] == "Ann"
    assert ask(PERSON, importer.key, id=place.resident).status_code == 403
    assert ask("members/members", reader.key).status_code == 403
    assert ask("kernel/organisations", importer.key).status_code == 200


def test_reading_about_somebody_is_recorded_whoever_published_it(place: Small):
    ask(PERSON, made(place, "cases.read").key, id=place.resident)
    with acting(place.as_resident()):
        assert list(
            AuditEntry.objects.filter(subject_id=place.resident, is_reading=True).values_list(
                "operation", "door"
            )
        ) == [("kernel.person", "api")]


def test_the_audit_names_the_program_that_acted_and_nobody_writes_another(place: Small):
    reader = made(place, "cases.read")
    ask(PERSON, reader.key, id=place.resident)
    with acting(place.as_resident()):
        (entry,) = AuditEntry.objects.filter(subject_id=place.resident, is_reading=True)
        assert entry.program_id == reader.program
        told = [item.content for item in exports.entries(place.as_resident(), place.resident, 10)]
    assert [one["program"] for one in told if "program" in one] == ["Test"]
    entry_of = (
        "INSERT INTO kernel_auditentry (id, at, act_id, operation, is_reading, actor_id, actor_role,"
        " organisation_id, program_id, subject_id, purpose, door, salt, leaf) VALUES (%s, now(),"
        " moothall.act_id(), 'kernel.person', true, moothall.person(), moothall.role(),"
        " moothall.organisation(), %s, %s, 'service', 'api', '', '')"
    )
    values = (clock.uuid7(), reader.program, place.resident)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with refused, acting(place.as_officer()), connection.cursor() as cursor:
        cursor.execute(entry_of, values)


def test_the_database_keeps_a_program_within_its_scopes_too(place: Small):
    """Even where the application's own check is forgotten, or an attacker asks in its stead."""
    program = made(place, "directory.edit").program
    assert seen(act_of(place, program, "directory.edit")) == 0
    assert seen(act_of(place, program, "cases.read")) > 0
    assert seen(place.as_officer()) > 0
    with acting(act_of(place, program, "directory.edit")):
        assert not Attribute.objects.exists() and Organisation.objects.exists()


@pytest.mark.parametrize("how", ["revoked", "never made", "another's"])
def test_the_database_shows_nothing_to_a_program_that_acts_no_more(place: Small, how: str):
    program = made(place, "cases.read", ends_at=acts.system().at + timedelta(hours=1)).program
    act = act_of(place, program, "cases.read")
    assert seen(act) > 0
    if how == "revoked":
        programs.revoke_program(acts.system(), program=program)
    act = replace(act, program=UUID(int=1)) if how == "never made" else act
    act = replace(act, organisation=place.charity) if how == "another's" else act
    assert seen(act) == 0


def test_no_program_makes_another_or_gives_itself_more(place: Small):
    program = made(place, "people.manage")
    act = act_of(place, program.program, "people.manage")
    with pytest.raises(Refused, match="Only people"):
        programs.make_program(act, organisation=place.council, title="More", scopes=["people.manage"])
    with acting(act), pytest.raises(ProgrammingError), transaction.atomic():
        Program.objects.filter(pk=program.program).update(scopes=["people.manage", "cases.read"])


@pytest.mark.parametrize(
    ("wanted", "organisation"),
    [(["packs.publish"], "council"), (["people.manage"], "charity"), (["no.such"], "council")],
)
def test_nobody_gives_what_they_have_not(place: Small, wanted: list[str], organisation: str):
    with pytest.raises(Refused):
        programs.make_program(
            place.as_officer(), organisation=getattr(place, organisation), title="X", scopes=wanted
        )


def test_another_key_ends_the_one_before_and_its_tokens(place: Small):
    program = made(place, "people.manage")
    old_token = token(program).json()["access_token"]
    assert ask("members/members", old_token).status_code == 200
    new = programs.rotate_key(place.as_officer(), program=program.program)
    assert ask("members/members", program.key).status_code == 401
    assert ask("members/members", old_token).status_code == 401
    assert ask("members/members", new.key).status_code == 200
    with pytest.raises(NotFound):
        programs.rotate_key(place.as_adviser(), program=program.program)


def test_a_program_that_has_ended_or_was_revoked_is_let_in_by_no_means(place: Small):
    program = made(place, "people.manage", ends_at=acts.system().at + timedelta(days=1))
    short = token(program).json()["access_token"]
    programs.revoke_program(place.as_officer(), program=program.program)
    for secret in (program.key, short, "", "moot_wrong"):
        refused = ask("members/members", secret)
        assert (refused.status_code, refused.json()["code"]) == (401, "who-are-you")
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert token(program).json()["error"] == "invalid_client"
    with pytest.raises(Refused):
        made(place, "people.manage", ends_at=acts.system().at - timedelta(days=1))


def test_a_token_has_the_scopes_that_were_asked_for_and_ends_by_itself(place: Small):
    program = made(place, "people.manage", "cases.read")
    answer = token(program, scope="cases.read")
    found = answer.json()
    assert (found["token_type"], found["scope"], found["expires_in"]) == ("Bearer", "cases.read", 900)
    assert answer.headers["Cache-Control"] == "no-store"
    assert ask(PERSON, found["access_token"], id=place.resident).status_code == 200
    assert ask("members/members", found["access_token"]).status_code == 403
    with acting(acts.system()):
        row = ProgramToken.objects.get()
        ProgramToken.objects.filter(pk=row.pk).delete()
        ProgramToken.objects.bulk_create(
            [ProgramToken(digest=row.digest, program_id=row.program_id, scopes=row.scopes,
                          made_at=row.made_at, until_at=row.made_at - timedelta(seconds=1))]
        )  # fmt: skip
    assert ask(PERSON, found["access_token"], id=place.resident).status_code == 401


@pytest.mark.parametrize(
    ("secret", "told", "status", "error"),
    [
        ("moot_wrong", {}, 401, "invalid_client"),
        ("", {"scope": "payments.read"}, 400, "invalid_scope"),
        ("", {"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_refusals_of_tokens_are_those_of_the_standard(
    place: Small, secret: str, told: dict[str, str], status: int, error: str
):
    answer = token(made(place, "cases.read"), secret, **told)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_id_and_key_may_come_in_the_form(place: Small):
    program = made(place, "cases.read")
    told = {"client_id": str(program.program), "client_secret": program.key}
    answer = Client().post("/oauth/token", {"grant_type": "client_credentials", **told})
    assert answer.status_code == 200
    told["client_id"] = "junk"
    answer = Client().post("/oauth/token", {"grant_type": "client_credentials", **told})
    assert answer.json()["error"] == "invalid_client"


def test_one_who_calls_too_often_is_told_when_to_come_again(place: Small):
    program = made(place, "cases.read", calls_a_minute=2)
    answers = [ask("kernel/organisations", program.key) for _ in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in refused)
    assert {answer.json()["code"] for answer in refused} == {"too-many"}


def test_a_repeat_by_another_program_is_its_own(place: Small):
    first, other = made(place, "people.manage"), made(place, "people.manage")
    answers = [
        Client().post(
            "/api/v1/kernel/add_team", {"organisation": str(place.council), "slug": slug, "name": slug},
            content_type="application/json",
            headers={"Authorization": f"Bearer {program.key}", "Idempotency-Key": "k"},
        )
        for program, slug in ((first, "a"), (first, "a"), (other, "b"))
    ]  # fmt: skip
    assert answers[0].json() == answers[1].json() != answers[2].json()
    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_every_scope_that_is_offered_opens_something_and_says_for_whom():
    for scope, words in scopes.useful().items():
        assert words and scopes.opened(scope), scope
    opened = {entry.name for scope in scopes.useful() for entry in scopes.opened(scope)}
    assert opened | {entry.name for entry in scopes.opened_to_all()} == set(registry.published("v1"))
