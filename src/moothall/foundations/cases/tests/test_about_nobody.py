"""Cases that are about nobody: an alarm, what was reported without a name, a defect of a thing."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from moothall.foundations.cases.operations import allocation, cases, clocks, letters, reading
from moothall.foundations.cases.queries import cards, queues
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.rules.casetypes import CaseType
from moothall.foundations.cases.tests.browsing import staff_browser
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.foundations.cases.tests.test_pages import act_on, text_of
from moothall.foundations.cases.tests.test_teams import colleague
from moothall.kernel import act as acts
from moothall.kernel import clock, due, vault
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.operations import matters
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.stages import CASE_TYPES, OfferedCase

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

ALARM = OfferedCase(
    case={
        "team": "waste",
        "working_days": 2,
        "keep_days": 30,
        "pause_reasons": ["weather"],
        "statuses": [
            {"code": "new", "then": ["seen-to"]},
            {"code": "seen-to", "closes": True, "then": ["new"]},
        ],
    },
    texts={"service.title": "Alarm of a sensor", "case.status.seen-to.name": "Seen to"},
)
TOLD = [{"step": "", "title": "Reading", "rows": [{"label": "Level", "value": "94 cm", "personal": False}]}]


@pytest.fixture
def place() -> Iterator[Scene]:
    with CASE_TYPES.fresh():
        CASE_TYPES.offer("alarm", ALARM)
        yield scene()


def at_work(place: Scene) -> Act:
    """Moothall for the council, as in a reaction."""
    return acts.system(organisation=place.council)


def alarm(place: Scene, **more: UUID) -> UUID:
    return cases.begin_case(at_work(place), service="alarm", title="Culvert 7", told=TOLD, **more)


def test_an_alarm_opens_a_case_that_is_worked_like_any_other(place: Scene):
    case, officer = alarm(place), place.as_officer()
    assert [line.id for line in queues.queue(officer).items] == [case]
    assert [line.id for line in queues.found(officer, words=asked.case(officer, case=case).reference)] == [
        case
    ]
    letters.add_note(officer, case=case, text="Sent a crew.")
    allocation.take_case(officer, case=case, version=1)
    clocks.pause_clock(officer, case=case, reason="weather", version=2)
    clocks.resume_clock(officer, case=case, version=3)
    shown = asked.case(officer, case=case)
    assert (shown.person, shown.title, shown.kind.title) == (None, "Culvert 7", "Alarm of a sensor")
    assert shown.told[0].rows == (("Level", "94 cm"),)
    assert "Sent a crew." in [entry.text for entry in shown.thread]
    cases.change_status(officer, case=case, status="seen-to", version=shown.version)
    with acting(officer):
        assert Matter.objects.get(pk=case).closed_at is not None
    cases.change_status(officer, case=case, status="new", version=asked.case(officer, case=case).version)
    with acting(officer):
        assert Matter.objects.get(pk=case).closed_at is None


def test_nobody_is_written_to_and_strangers_see_nothing(place: Scene):
    case = alarm(place)
    with pytest.raises(Refused, match="nobody to write to"):
        letters.write_message(place.as_officer(), case=case, text="Hello")
    for stranger in (place.as_adviser(), place.as_resident()):
        with pytest.raises(NotFound):
            asked.case(stranger, case=case)


def test_its_page_says_what_it_is_about_and_offers_no_message(place: Scene):
    case = alarm(place)
    officer = staff_browser(place.officer, place.council)
    shown = text_of(officer.get(f"/staff/cases/{case}/"))
    assert "About Culvert 7" in shown and "94 cm" in shown
    assert "Write to the resident" not in shown and "details were erased" not in shown
    assert act_on(officer, case, "note", **{"note-text": "Seen"}).status_code == 302
    assert "Alarm of a sensor" in text_of(officer.get("/staff/cases/"))


def test_of_another_teams_an_adviser_sees_the_card_and_a_colleague_gives_a_reason(place: Scene):
    case = alarm(place)
    adviser = colleague(place, "Ari Voss", "adviser", team=place.parks)
    assert cards.advice(adviser, case=case).name == ""
    gardener = colleague(place, "Gil Moss", "case_worker", team=place.parks)
    reading.open_with_reason(gardener, case=case, reason="The pond is ours and it rises")
    assert asked.case(gardener, case=case).told[0].rows == (("Level", "94 cm"),)


def test_several_bodies_each_have_a_case_about_one_report_that_nobody_signed(place: Scene):
    report = matters.bring_matter(
        acts.public(), kind="report", organisation=place.council, title="Oil in the beck", is_public=True
    )
    ours = alarm(place, parent=report)
    theirs = cases.begin_case(acts.system(organisation=place.charity), service="alarm", parent=report)
    assert asked.case(place.as_adviser(), case=theirs).title == "Oil in the beck"
    for act, case in ((place.as_adviser(), ours), (place.as_officer(), theirs), (acts.public(), ours)):
        with acting(act):
            assert not Matter.objects.filter(pk=case).exists()
            assert Matter.objects.filter(pk=report).exists()
    with pytest.raises(Refused, match="belongs to it"):
        cases.open_case(at_work(place), matter=report)


def test_what_was_brought_in_confidence_opens_a_case_in_the_same_act(place: Scene):
    matter = matters.bring_matter(
        acts.public(), kind="alarm", organisation=place.council, title="", is_public=False
    )
    cases.open_case(at_work(place), matter=matter, told=TOLD)
    assert asked.case(place.as_officer(), case=matter).told


def test_when_its_day_comes_its_key_goes_and_nothing_can_be_read(place: Scene, monkeypatch):
    case = alarm(place)
    cases.change_status(place.as_officer(), case=case, status="seen-to", version=1)
    later = clock.now() + timedelta(days=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    due.carry_out_ready()
    shown = asked.case(place.as_officer(), case=case)
    assert shown.told == () and shown.erased_at is not None
    with acting(acts.system()), pytest.raises(vault.Unreadable):
        vault.encrypt(case, {"more": ""})


def test_a_case_nobody_says_the_stages_of_is_not_opened(place: Scene):
    with pytest.raises(NotFound, match="how a case"):
        cases.begin_case(at_work(place), service="no-such")


def test_what_capabilities_offer_are_case_types():
    for offered in CASE_TYPES.values():
        assert CaseType.model_validate(dict(offered.case)) and offered("service.title")
