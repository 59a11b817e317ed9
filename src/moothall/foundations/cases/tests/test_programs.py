"""What a program of an organisation does with its cases: finds, reads, answers, moves them on; and whom the
person is told it was."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.cases.queries import looks
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.kernel import act as acts
from moothall.kernel.operations import programs

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Scene:
    return scene()


def key_of(place: Scene, *scopes: str) -> str:
    made = programs.make_program(
        acts.system(), organisation=place.council, title="Depot system", scopes=list(scopes)
    )
    return made.key


def get(path: str, key: str, headers: dict[str, str] | None = None, **asked: object) -> Any:
    heads = {"Authorization": f"Bearer {key}", **(headers or {})}
    return Client().get(f"/api/v1/cases/{path}", asked, headers=heads)


def post(path: str, key: str, idempotency: str = "", **told: object) -> Any:
    heads = {"Authorization": f"Bearer {key}"}
    if idempotency:
        heads["Idempotency-Key"] = idempotency
    return Client().post(f"/api/v1/cases/{path}", told, content_type="application/json", headers=heads)


def test_a_program_finds_a_case_reads_it_answers_and_moves_it_on(place: Scene):
    case, other = place.open_case(), place.open_case()
    key = key_of(place, "cases.read", "cases.work", "messages.send")
    first = get("queue", key, limit=1).json()
    second = get("queue", key, limit=1, cursor=first["next"]).json()
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {str(case), str(other)}
    told = get("case_told", key, case=case).json()
    assert told["told"] and told["thread"][0]["what"] and told["following"]
    for _ in range(2):
        answer = post("write_message", key, "once", case=case, text="We come on Monday.")
        assert answer.status_code == 200, answer.json()
    following = told["following"][0]["status"]
    moved = post("change_status", key, case=case, status=following, version=told["version"])
    assert moved.status_code == 204
    stale = post("change_status", key, case=case, status=following, version=told["version"])
    assert stale.status_code == 409
    now = get("case_told", key, case=case).json()
    assert now["status"] == following and now["version"] > told["version"]
    assert [one["text"] for one in now["thread"]].count("We come on Monday.") == 1


def test_what_has_not_changed_is_not_sent_again(place: Scene):
    case, key = place.open_case(), key_of(place, "cases.read")
    tag = get("case_told", key, case=case).headers["ETag"]
    assert get("case_told", key, {"If-None-Match": tag}, case=case).status_code == 304


def test_a_program_keeps_to_its_scopes_and_its_organisation(place: Scene):
    case = place.open_case()
    reader = key_of(place, "cases.read")
    assert post("write_message", reader, case=case, text="Hello").status_code == 403
    foreign = programs.make_program(
        acts.system(), organisation=place.charity, title="Elsewhere", scopes=["cases.read"]
    ).key
    assert get("case_told", foreign, case=case).status_code == 404
    assert get("queue", foreign).json()["items"] == []


def test_the_person_sees_which_program_read_about_them(place: Scene):
    case = place.open_case()
    get("case_told", key_of(place, "cases.read"), case=case)
    (look,) = looks.looks(place.as_resident(), case=UUID(str(case)))
    assert (look.program, look.roles) == ("Depot system", [])
