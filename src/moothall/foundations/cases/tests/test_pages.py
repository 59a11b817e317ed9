"""The pages of cases, as staff, as the person, as strangers."""

import html
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import translation

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import allocation, cases, letters
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.foundations.cases.views import mine
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry
from moothall.kernel.operations import matters
from moothall.kernel.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Scene:
    return scene()


@pytest.fixture
def officer(place: Scene) -> Client:
    return staff_browser(place.officer, place.council)


@pytest.fixture
def manager(place: Scene) -> Client:
    return staff_browser(place.manager, place.council)


@pytest.fixture
def resident(place: Scene) -> Client:
    return guest_browser(place.resident)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def row_of(place: Scene, case: UUID) -> Case:
    with acting(place.as_officer()):
        return Case.objects.get(pk=case)


def act_on(browser: Client, case: UUID, action: str, version: int = 1, **typed: str):
    return browser.post(
        f"/staff/cases/{case}/{action}", {"version": str(version), "key": str(uuid4()), **typed}
    )


def test_staff_pages_are_for_staff(place: Scene, resident: Client):
    case = place.open_case()
    for path in ("/staff/", "/staff/cases/", f"/staff/cases/{case}/"):
        assert Client().get(path).status_code == 302
        assert resident.get(path).status_code in {302, 403}


def test_today_says_what_is_late_and_who_waits(place: Scene, officer: Client):
    case = place.open_case()
    letters.write_message(place.as_resident(), case=case, text="Hello?")
    with clock.set_to(clock.now() + timedelta(days=30)):
        shown = text_of(officer.get("/staff/"))
    assert "1 case is late, 1 person waits for an answer." in shown
    assert row_of(place, case).reference in shown


def test_the_queue_names_nobody_and_can_be_narrowed(place: Scene, officer: Client):
    case = place.open_case()
    reference = row_of(place, case).reference
    everything = text_of(officer.get("/staff/cases/"))
    assert reference in everything and "Large items collected" in everything and "Okafor" not in everything
    assert reference in text_of(officer.get(f"/staff/cases/?team={place.waste}"))
    for nothing in (f"?team={place.parks}", "?mine=yes", "?view=closed", "?view=shared", "?view=paused"):
        assert "No cases here" in text_of(officer.get(f"/staff/cases/{nothing}"))
    assert officer.get("/staff/cases/?view=odd&team=odd&limit=odd").status_code == 200
    assert officer.get("/staff/cases/?cursor=odd").status_code == 400


def test_the_queue_goes_on_page_by_page_without_gap_or_repeat(place: Scene, officer: Client):
    opened = {place.open_case() for _ in range(7)}
    seen: list[str] = []
    path = "/staff/cases/?limit=3"
    for _ in range(3):
        page = officer.get(path).content.decode()
        seen += re.findall(r'href="/staff/cases/([0-9a-f-]{36})/"', page)
        following = re.search(r'href="(\?[^"]*cursor[^"]*)" rel="next"', page)
        path = f"/staff/cases/{html.unescape(following[1])}" if following else ""
    assert path == "" and len(seen) == 7 and {UUID(one) for one in seen} == opened


def test_a_case_is_found_by_name_postcode_telephone_and_reference(place: Scene, officer: Client):
    case = place.open_case()
    reference = row_of(place, case).reference
    found = [
        "okafor", "Ann OKAFOR", "wx4 2pl", "01632 960123", "ann@wexcombe.example", reference,
        reference[:6].lower(),
    ]  # fmt: skip
    for words in found:
        assert reference in text_of(officer.post("/staff/cases/", {"words": words})), words
    for words in ("lee", "wardrobe", "okafor lee", "%", "'; DROP TABLE cases_case; --", "ZZ-ZZZZ"):
        assert "No cases here" in text_of(officer.post("/staff/cases/", {"words": words})), words


def test_a_case_shows_its_thread_what_was_told_and_what_comes_next(place: Scene, officer: Client):
    case = place.open_case()
    shown = text_of(officer.get(f"/staff/cases/{case}/"))
    for words in ("The case was opened", "A wardrobe", "4 Quay Steps", "Ann Okafor", "01632 960123",
                  "We book a lorry for you", "Next: by"):  # fmt: skip
        assert words in shown, words


def test_opening_a_case_is_recorded_and_the_person_sees_who_looked(
    place: Scene, officer: Client, resident: Client
):
    case = place.open_case()
    officer.get(f"/staff/cases/{case}/")
    with acting(place.as_resident()):
        assert AuditEntry.objects.filter(is_reading=True, matter_id=case).count() == 1
    looked = text_of(resident.get("/my/who-looked/"))
    assert "Wexcombe Council" in looked and "Waste" in looked and "Case worker" in looked
    assert "To deal with your request" in looked and "Cara" not in looked
    assert "Wexcombe Council, Waste on" in text_of(resident.get(f"/my/cases/{case}/"))
    assert "Nobody has looked yet" in text_of(guest_browser(place.neighbour).get("/my/who-looked/"))


def test_further_readings_of_one_case_stay_with_that_case(place: Scene, resident: Client, monkeypatch):
    monkeypatch.setattr(mine, "PAGE", 1)
    first, second = place.open_case(), place.open_case()
    for case in (first, second, first):
        asked.case(place.as_officer(), case=case)
    page = resident.get(f"/my/who-looked/?case={first}").content.decode()
    (following,) = re.findall(r'href="(\?before=[^"]+)"', page)
    assert f"case={first}" in following
    further = text_of(resident.get(f"/my/who-looked/{following.replace('&amp;', '&')}"))
    assert row_of(place, first).reference in further and row_of(place, second).reference not in further


@pytest.mark.parametrize(
    ("action", "typed", "says"),
    [
        ("status", {"status-status": "booked"}, "The case has moved on"),
        ("message", {"message-text": "We come on Monday"}, "Message sent"),
        ("note", {"note-text": "Gate code 4711"}, "Note added"),
        ("take", {}, "This case is now with you"),
        ("pause", {"pause-reason": "weather"}, "The clock is stopped"),
    ],
)
def test_each_action_does_its_one_thing(place: Scene, officer: Client, action: str, typed, says: str):
    case = place.open_case()
    answer = act_on(officer, case, action, **typed)
    assert answer.status_code == 302
    shown = text_of(officer.get(answer.url))
    assert says in shown and all(value in shown for value in typed.values() if " " in value)


def test_a_manager_gives_puts_back_and_restricts(
    place: Scene, manager: Client, officer: Client, resident: Client
):
    case = place.open_case()
    to = {"allocate-to": str(place.officer), "allocate-team": str(place.parks)}
    assert act_on(manager, case, "allocate", **to).status_code == 422
    with pytest.raises(Refused, match="in which somebody works cases"):
        allocation.allocate_case(place.as_manager(), case=case, version=1, team=place.parks)
    assert act_on(manager, case, "allocate", **to | {"allocate-team": ""}).status_code == 302
    assert row_of(place, case).assigned_to_id == place.officer and row_of(place, case).team_id == place.waste
    assert act_on(officer, case, "put-back", version=2).status_code == 302
    assert (
        act_on(officer, case, "allocate", version=3, **{"allocate-to": str(place.officer)}).status_code == 403
    )
    assert act_on(manager, case, "restrict", version=3).status_code == 302
    assert manager.get(f"/staff/cases/{case}/").status_code == 200
    assert officer.get(f"/staff/cases/{case}/").status_code == 404
    assert resident.get(f"/my/cases/{case}/").status_code == 404
    assert "No cases here" in text_of(officer.post("/staff/cases/", {"words": "okafor"}))


def test_a_refused_form_says_why_and_keeps_what_was_typed(place: Scene, officer: Client):
    case = place.open_case()
    empty = act_on(officer, case, "note", **{"note-text": ""})
    assert empty.status_code == 422 and "Enter note" in text_of(empty)
    assert act_on(officer, case, "status", **{"status-status": "collected"}).status_code == 422


def test_a_stale_form_is_refused_with_words_and_can_be_sent_again(place: Scene, officer: Client):
    case = place.open_case()
    letters.add_note(place.as_manager(), case=case, text="I rang them")
    cases.change_status(place.as_manager(), case=case, status="waiting-for-you", version=1)
    stale = act_on(officer, case, "status", version=1, **{"status-status": "booked"})
    assert stale.status_code == 409
    shown = text_of(stale)
    assert "Somebody changed this case while you had it open" in shown and "I rang them" in shown
    assert re.search(r'value="booked"[^>]*checked', stale.content.decode())
    version = re.search(r'name="version" value="(\d+)"', stale.content.decode())
    assert version
    assert (
        act_on(officer, case, "status", version=int(version[1]), **{"status-status": "booked"}).status_code
        == 302
    )


def test_sending_a_form_twice_writes_once(place: Scene, officer: Client):
    case = place.open_case()
    sent = {"version": "1", "key": "same", "note-text": "Once"}
    for _ in range(2):
        assert officer.post(f"/staff/cases/{case}/note", sent).status_code == 302
    assert officer.get(f"/staff/cases/{case}/").content.decode().count("Once") == 1


def test_an_unknown_action_or_a_get_is_not_there(place: Scene, officer: Client):
    case = place.open_case()
    assert act_on(officer, case, "explode").status_code == 404
    assert officer.get(f"/staff/cases/{case}/note").status_code == 404
    assert officer.get(f"/staff/cases/{uuid4()}/").status_code == 404


def test_the_person_follows_their_case_and_writes(place: Scene, resident: Client, officer: Client):
    case = place.open_case()
    cases.change_status(place.as_officer(), case=case, status="booked", version=1)
    letters.write_message(place.as_officer(), case=case, text="Put it by the gate")
    letters.add_note(place.as_officer(), case=case, text="Sounded cross")
    listed = text_of(resident.get("/my/"))
    assert "Large items collected" in listed and "Booked" in listed
    shown = text_of(resident.get(f"/my/cases/{case}/"))
    for words in (
        "A crew is booked",
        "The crew comes between 7am and noon",
        "Next: by",
        "Put it by the gate",
    ):
        assert words in shown, words
    assert "Sounded cross" not in shown and "Cara" not in shown
    sent = resident.post(f"/my/cases/{case}/message", {"message-text": "Thank you", "key": "k"})
    assert sent.status_code == 302 and "Thank you" in text_of(officer.get(f"/staff/cases/{case}/"))
    assert resident.post(f"/my/cases/{case}/message", {"message-text": " "}).status_code == 422


def test_a_case_is_its_persons_alone(place: Scene, resident: Client):
    case = place.open_case()
    neighbour = guest_browser(place.neighbour)
    assert neighbour.get(f"/my/cases/{case}/").status_code == 404
    assert neighbour.post(f"/my/cases/{case}/message", {"message-text": "Hi"}).status_code == 404
    assert "You have not asked for anything yet" in text_of(neighbour.get("/my/"))
    assert Client().get(f"/my/cases/{case}/").status_code == 302
    assert "follow the link" in text_of(Client().get("/my/"))


def test_the_person_sees_and_ends_a_sharing(place: Scene, resident: Client):
    case = place.open_case()
    matters.share_matter(
        place.as_officer(), matter=case, organisation=place.charity, basis="referral",
        purposes=["service"], reason="debt advice",
        until_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    page = resident.get(f"/my/cases/{case}/")
    assert "Shared with Kettles On for debt advice" in text_of(page)
    adviser = staff_browser(place.adviser, place.charity)
    shown = text_of(adviser.get(f"/staff/cases/{case}/"))
    assert "shared this case with you" in shown and "A wardrobe" in shown and "4 Quay Steps" not in shown
    assert row_of(place, case).reference in text_of(adviser.get("/staff/cases/?view=shared"))
    assert row_of(place, case).reference in text_of(adviser.post("/staff/cases/", {"words": "okafor"}))
    link = re.search(r'action="(/my/cases/[^"]+/stop-sharing/[^"]+)"', page.content.decode())
    assert link and resident.post(link[1]).status_code == 302
    assert adviser.get(f"/staff/cases/{case}/").status_code == 404


def test_welsh_pages_use_the_packs_welsh_words(place: Scene, resident: Client):
    case = place.open_case()
    resident.cookies["django_language"] = "cy"
    with translation.override("cy"):
        assert "Casglu eitemau mawr" in text_of(resident.get(f"/my/cases/{case}/"))


def test_no_page_needs_more_queries_for_more_cases(
    place: Scene, officer: Client, resident: Client, django_assert_max_num_queries
):
    for _ in range(12):
        case = place.open_case()
    officer.get("/staff/cases/")
    for browser, path, most in (
        (officer, "/staff/", 34), (officer, "/staff/cases/", 24), (officer, f"/staff/cases/{case}/", 26),
        (resident, "/my/", 12), (resident, f"/my/cases/{case}/", 22),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert browser.get(path).status_code == 200
