"""The same operation through every door, and refusals in each door's own manner."""

import json

import pytest
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import registry
from moothall.kernel.context import acting
from moothall.kernel.doors import cli
from moothall.kernel.models import AuditEntry, Matter, Program, StoredEvent
from moothall.kernel.operations import programs
from moothall.kernel.queries import people
from moothall.kernel.tests.support import Small, small_place
from moothall.services.writing import texts_of

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


@pytest.fixture
def key(place: Small) -> str:
    return programs.make_program(
        acts.system(), organisation=place.council, title="Test", scopes=["cases.work", "people.manage"]
    ).key


def post(path: str, key: str, content: dict[str, object], **headers: str):
    return Client().post(
        path, json.dumps(content), content_type="application/json",
        headers={"Authorization": f"Bearer {key}"} | headers,
    )  # fmt: skip


def test_api_and_command_line_reach_the_same_operation(place: Small, key: str, capsys):
    over_api = post(
        "/api/v1/kernel/add_team", key,
        {"organisation": str(place.council), "slug": "waste", "name": "Waste"},
    )  # fmt: skip
    assert over_api.status_code == 200
    code = cli.run(
        [
            "kernel.add_team",
            "--organisation",
            str(place.council),
            "--slug",
            "waste",
            "--name",
            "Waste and streets",
        ]
    )
    assert code == 0
    assert json.loads(capsys.readouterr().out) == over_api.json()
    with acting(acts.system()):
        doors = AuditEntry.objects.filter(operation="kernel.add_team").values_list("door", flat=True)
        assert sorted(doors) == ["api", "cli"]


def test_a_repeat_with_the_same_key_changes_nothing_and_answers_alike(place: Small, key: str):
    content = {"personal": {"name": "Eve"}}
    first = post("/api/v1/kernel/register_person", key, content, **{"Idempotency-Key": "k1"})
    again = post("/api/v1/kernel/register_person", key, content, **{"Idempotency-Key": "k1"})
    other = post("/api/v1/kernel/register_person", key, {"personal": {}}, **{"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    assert other.status_code == 409
    assert other.headers["Content-Type"] == "application/problem+json"


def test_nobody_without_a_key(place: Small):
    refused = post("/api/v1/kernel/add_team", "moot_wrong", {})
    assert refused.status_code == 401
    assert "key" in refused.json()["detail"]


def test_what_cannot_be_understood_is_said_with_its_place(place: Small, key: str):
    refused = post("/api/v1/kernel/add_team", key, {"organisation": "x", "slug": "s", "name": "n"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"].endswith("/organisation")


def test_a_key_of_one_organisation_does_not_touch_another(place: Small, key: str):
    refused = post(
        "/api/v1/kernel/add_team", key,
        {"organisation": str(place.charity), "slug": "waste", "name": "Waste"},
    )  # fmt: skip
    assert refused.status_code in {403, 404, 422}


def test_a_fact_carries_matter_person_and_organisation(place: Small):
    with acting(acts.system()):
        assert Matter.objects.count() == 1
        stored = StoredEvent.objects.filter(name="kernel.PersonRegistered").first()
    assert stored is not None and stored.person_id is not None
    assert len(bytes(stored.leaf)) == 32
    assert people.person(place.as_neighbour(), id=place.resident) is None


def test_a_key_is_revoked_from_the_command_line_and_opens_nothing_then(place: Small, key: str, capsys):
    path, asked = (
        "/api/v1/kernel/add_team",
        {"organisation": str(place.council), "slug": "x", "name": "X"},
    )
    assert post(path, key, asked).status_code == 200
    with acting(acts.system()):
        row = Program.objects.get()
    again = ["--idempotency-key", "once"]
    assert cli.run(["kernel.revoke_program", "--program", str(row.id), *again]) == 0
    assert cli.run(["kernel.revoke_program", "--program", str(row.id), *again]) == 0
    assert post(path, key, asked).status_code == 401


def test_no_operation_takes_the_argument_that_the_command_line_keeps_for_itself():
    assert [name for name, entry in registry.operations().items() if cli.KEY in entry.arguments] == []


def test_a_program_says_what_it_acts_for(place: Small, key: str):
    asked = {"organisation": str(place.council), "slug": "y", "name": "Y"}
    refused = post("/api/v1/kernel/add_team", key, asked, Purpose="marketing")
    assert refused.status_code == 422 and "service, care" in refused.json()["detail"]
    assert post("/api/v1/kernel/add_team", key, asked, Purpose="care").status_code == 200


def test_a_broken_pack_is_published_through_no_door(place: Small, capsys):
    owner = programs.make_program(
        acts.system(), organisation=place.council, title="Owner", scopes=["packs.publish"]
    ).key
    content = {
        "name": "broken", "organisation": "council", "languages": ["en"],
        "steps": [{"id": "a", "type": "no.such"}], "words": {"en": {"service.title": "Broken"}},
    }  # fmt: skip
    begun = post(
        "/api/v1/services/start_draft",
        owner,
        {"organisation": str(place.council), "pack": "broken", "texts": texts_of(content)},
    )
    asked = {"draft": begun.json(), "edition": 1, "reason": "New"}
    refused = post("/api/v1/services/ask_review", owner, asked)
    assert refused.status_code == 422 and "no.such" in refused.json()["detail"]
    words = ["--organisation", str(place.council), "--name", "broken", "--content", json.dumps(content)]
    assert cli.run(["services.install_pack", *words]) == 1
    assert "no.such" in capsys.readouterr().out
    assert Client().get("/do/broken/new").status_code == 404
