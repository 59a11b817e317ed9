"""A case is its team's: what the other teams of the organisation, its advisers and its managers see of it."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from moothall.foundations.cases.models import Answers, Case, CaseMessage, Note
from moothall.foundations.cases.operations import allocation, cases, letters, reading
from moothall.foundations.cases.queries import cards, looks, queues
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.support import Scene, person, scene
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Person, Reason, StoredEvent
from moothall.kernel.operations import matters, organisations
from moothall.kernel.operations.matters import give_reason
from moothall.kernel.queries import matters as matter_queries
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.roles import permissions_of

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
WHY = "Ann asks in the park where her sofa is"


@pytest.fixture
def place() -> Scene:
    return scene()


def colleague(place: Scene, name: str, *roles: str, team: UUID | None) -> Act:
    who = person(name)
    organisations.add_member(
        acts.system(), organisation=place.council, person=who, roles=list(roles), team=team
    )
    return acts.staff(who, organisation=place.council, permissions=permissions_of(roles))


@pytest.fixture
def gardener(place: Scene) -> Act:
    return colleague(place, "Gil Moss", "case_worker", team=place.parks)


def told(place: Scene) -> UUID:
    case = place.open_case()
    letters.write_message(place.as_resident(), case=case, text="Hello")
    letters.add_note(place.as_officer(), case=case, text="Gate code")
    return case


def seen(act: Act, case: UUID) -> list[int]:
    with acting(act):
        children = [model.objects.filter(case_id=case).count() for model in (Answers, CaseMessage, Note)]
        return [
            Case.objects.filter(pk=case).count(),
            StoredEvent.objects.filter(matter_id=case).count(),
            *children,
        ]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_another_team_sees_that_a_case_is_there_and_nothing_of_it(place: Scene, gardener: Act):
    case = told(place)
    assert seen(place.as_officer(), case)[1:] == [3, 1, 1, 1]
    assert seen(gardener, case) == [1, 0, 0, 0, 0]
    assert people.person(gardener, id=place.resident) is None
    with acting(gardener):
        assert not Person.objects.filter(pk=place.resident).exists()
    with pytest.raises(NotFound):
        asked.case(gardener, case=case)
    for refused in (
        lambda: cases.change_status(gardener, case=case, status="booked", version=1),
        lambda: letters.add_note(gardener, case=case, text="Nosy"),
        lambda: allocation.take_case(gardener, case=case, version=1),
    ):
        with pytest.raises(NotAllowed, match="another team"):
            refused()
    line = queues.queue(gardener).items[0]
    assert (line.id, line.status, line.team) == (case, "received", place.waste)
    assert (line.due_date, line.assigned_to, line.resident_wrote_at) == (None, None, None)
    assert queues.found(gardener, words="okafor") == ()
    assert [found.id for found in queues.found(gardener, words=line.reference)] == [case]
    assert queues.counts(gardener, team=place.parks)["open"] == 0


def test_a_reason_opens_a_case_to_read_and_its_person_reads_the_reason(place: Scene, gardener: Act):
    case = told(place)
    for reason in ("", "because", "x" * 400):
        with pytest.raises(Refused, match="why you need"):
            reading.open_with_reason(gardener, case=case, reason=reason)
    reading.open_with_reason(gardener, case=case, reason=WHY)
    assert asked.case(gardener, case=case).person_name == "Ann Okafor"
    assert [found.id for found in queues.found(gardener, words="okafor")] == [case]
    with pytest.raises(NotAllowed, match="to read it"):
        cases.change_status(gardener, case=case, status="booked", version=1)
    for write in (letters.write_message, letters.add_note):
        with pytest.raises(NotAllowed, match="to read it"):
            write(gardener, case=case, text="Hello")
    with acting(gardener):
        assert Case.objects.filter(pk=case).update(status="booked") == 0
    with pytest.raises(NotFound):
        matters.share_matter(
            gardener, matter=place.open_case(), organisation=place.charity, basis="referral",
            purposes=["care"], until_at=clock.now(),
        )  # fmt: skip
    asked.case(place.as_officer(), case=case)
    shown = [(look.team, look.purpose, look.reason) for look in looks.looks(place.as_resident())]
    assert shown == [("Waste", "service", ""), ("Parks", "reason", WHY)]
    assert "They are another team and wrote: “" + WHY in text_of(
        guest_browser(place.resident).get("/my/who-looked/")
    )
    with connection.cursor() as cursor, acting(acts.system()):
        cursor.execute("SELECT encrypted FROM kernel_reason")
        assert b"sofa" not in bytes(cursor.fetchone()[0])


def test_a_reason_ends_and_belongs_to_who_gave_it(place: Scene, gardener: Act):
    case = told(place)
    reading.open_with_reason(gardener, case=case, reason=WHY)
    other = colleague(place, "Una Fern", "case_worker", team=place.parks)
    assert seen(other, case) == [1, 0, 0, 0, 0] and seen(gardener, case)[2:] == [1, 1, 1]
    restricted = place.open_case()
    matters.restrict_matter(place.as_manager(), matter=restricted, people=[])
    with pytest.raises(NotFound):
        reading.open_with_reason(gardener, case=restricted, reason=WHY)
    with acting(gardener):
        row = Reason.objects.get(matter_id=case)
    assert row.until_at - row.since_at == timedelta(hours=8)
    for longer in ({"until_at": clock.now() + timedelta(days=1)}, {"reader_id": place.officer}):
        with pytest.raises(DatabaseError), acting(gardener), transaction.atomic():
            Reason.objects.create(**given(place, gardener, case) | longer)
    with acting(gardener), transaction.atomic():
        Reason.objects.create(**given(place, gardener, case) | {"until_at": clock.now() - timedelta(hours=1)})
    with pytest.raises(DatabaseError, match="stays ended"), acting(gardener), transaction.atomic():
        Reason.objects.exclude(encrypted=None).update(encrypted=b"nothing")


def given(place: Scene, reader: Act, case: UUID) -> dict[str, Any]:
    return {
        "matter_id": case, "organisation_id": place.council, "reader_id": reader.person,
        "person_id": place.resident, "since_at": clock.now(), "until_at": clock.now() + timedelta(hours=8),
    }  # fmt: skip


@pytest.mark.parametrize("roles", [["adviser"], ["volunteer"], ["service_owner"], ["operator"]])
def test_only_those_who_work_cases_give_reasons(place: Scene, roles: list[str]):
    case, act = told(place), colleague(place, "Nell Gray", *roles, team=place.parks)
    with pytest.raises(NotAllowed):
        reading.open_with_reason(act, case=case, reason=WHY)
    forged = acts.staff(act.actor, organisation=place.council, permissions=permissions_of(["manager"]))
    with pytest.raises(Refused):
        give_reason(forged, matter=case, person=place.resident, reason=WHY)


def test_an_adviser_gets_a_summary_and_not_the_answers(place: Scene):
    case = told(place)
    desk = colleague(place, "Farida Noor", "adviser", team=place.parks)
    assert [found.id for found in queues.found(desk, words="okafor")] == [case]
    assert seen(desk, case) == [1, 0, 0, 0, 0]
    assert cards.advice(desk, case=case).name == "Ann Okafor"
    shown = text_of(staff_browser(desk.actor, place.council).get(f"/staff/cases/{case}/"))
    assert "Ann Okafor" in shown and "We book a lorry for you" in shown and "01632 960123" in shown
    hidden = ("wardrobe", "Quay Steps", "Hello", "Gate code", "Open the case")
    assert not any(word in shown for word in hidden)
    assert {look.purpose for look in looks.looks(place.as_resident())} == {"advice"}
    assert "To answer a question" in text_of(guest_browser(place.resident).get("/my/who-looked/"))


def test_a_manager_without_a_team_sees_to_all_of_them(place: Scene, gardener: Act):
    case = told(place)
    head = colleague(place, "Hal Boss", "manager", team=None)
    leads = colleague(place, "Lea Bed", "manager", team=place.parks)
    assert seen(leads, case) == [1, 0, 0, 0, 0]
    assert asked.case(head, case=case).told
    assert [look.purpose for look in looks.looks(place.as_resident())] == ["oversight"]
    allocation.allocate_case(head, case=case, version=1, to=gardener.person)
    assert asked.case(gardener, case=case).team == place.parks
    assert seen(place.as_officer(), case) == [1, 0, 0, 0, 0]


def test_a_case_given_away_is_the_other_teams_from_then_on(place: Scene, gardener: Act):
    case = told(place)
    allocation.allocate_case(place.as_manager(), case=case, version=1, team=place.parks)
    assert seen(place.as_manager(), case) == [1, 0, 0, 0, 0]
    assert asked.case(gardener, case=case).told


def test_only_colleagues_who_work_cases_are_given_one(place: Scene, gardener: Act):
    case = place.open_case()
    others = [
        colleague(place, "Op One", "operator", team=place.waste),
        colleague(place, "Cllr Two", "steward", team=None),
        colleague(place, "Loose Three", "case_worker", team=None),
    ]
    browser = staff_browser(place.manager, place.council)
    page = browser.get(f"/staff/cases/{case}/").content.decode()
    offered = re.search(r'<select[^>]*name="allocate-to".*?</select>', page, re.S)
    assert offered
    names = [html.unescape(one) for one in re.findall(r"<option[^>]*>([^<]+)</option>", offered[0])]
    assert [one for one in names if ", " in one] == ["Cara Pugh, Waste", "Mo Fell, Waste", "Gil Moss, Parks"]
    for other in others:
        with pytest.raises(Refused, match="works cases"):
            allocation.allocate_case(place.as_manager(), case=case, version=1, to=other.person)


def test_the_page_of_another_teams_case_asks_why_and_opens(place: Scene, gardener: Act):
    case = told(place)
    browser: Client = staff_browser(gardener.actor, place.council)
    closed = text_of(browser.get(f"/staff/cases/{case}/"))
    assert "Large items collected" in closed and "the work of Waste" in closed and "Okafor" not in closed
    short = browser.post(f"/staff/cases/{case}/reason", {"version": "1", "reason-reason": "hm"})
    assert short.status_code == 422 and "in a sentence" in text_of(short)
    opened = browser.post(f"/staff/cases/{case}/reason", {"version": "1", "reason-reason": WHY})
    assert opened.status_code == 302
    shown = text_of(browser.get(f"/staff/cases/{case}/"))
    assert "Ann Okafor" in shown and "What happens next?" not in shown and "Take this case" not in shown
    assert text_of(browser.get("/staff/cases/")).count("Large items") == 0
    assert "Large items collected" in text_of(browser.get("/staff/cases/?team=every"))


def test_who_weighs_a_change_counts_the_requests_of_every_team(place: Scene):
    case = told(place)
    owner = colleague(place, "Olu Adeyemi", "service_owner", team=place.parks)
    with acting(acts.system()):
        kind = Case.objects.get(pk=case).type
    since = clock.now() - timedelta(days=1)
    for act in (owner, place.as_manager()):
        assert matter_queries.opened_since(act, kind=kind, since=since) == 1
    elsewhere = acts.staff(
        owner.actor, organisation=place.charity, permissions=permissions_of(["service_owner"])
    )
    assert matter_queries.opened_since(elsewhere, kind=kind, since=since) == 0
