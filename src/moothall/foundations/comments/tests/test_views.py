"""The pages of comments, in a browser without JavaScript."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.comments.operations import deciding, reporting, writing
from moothall.foundations.comments.queries import reading, reviewing
from moothall.foundations.comments.tests import support
from moothall.kernel import act as acts
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.tests.support import Small

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Iterator[Small]:
    cache.clear()
    with support.kinds():
        yield support.place_with_accounts()


def reference(matter: UUID) -> str:
    with acting(acts.system()):
        return Matter.objects.get(pk=matter).reference


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_from_the_page_of_a_matter_to_a_comment_and_its_answer(place: Small):
    matter = support.public_matter(place)
    browser, thread = guest_browser(place.resident), f"/m/{reference(matter)}/"
    assert f"/comments/on/{matter}" in text(browser.get(thread))
    assert "Sign in to comment" in text(Client().get(thread))
    told = {"shown_as": "Lamp reader", "body": "See https://lamps.example/ <b>now</b>", "key": "k"}
    answer = browser.post(f"/comments/on/{matter}", told)
    (comment,) = reading.comments(acts.public(), matter=matter).items
    assert answer.status_code == 302 and answer.url.endswith(f"#c-{comment.id}")
    shown = text(Client().get(thread))
    assert f'id="c-{comment.id}"' in shown and "&lt;b&gt;now" in shown and 'rel="nofollow"' in shown
    assert "Lamp reader" in shown and "Ann" not in shown and str(place.resident) not in shown
    assert browser.post(f"/comments/on/{matter}?parent={comment.id}", told | {"key": "l"}).status_code == 302
    assert "answers" not in text(Client().get(f"/comments/{comment.id}/"))


def test_what_is_missing_is_said_and_what_was_typed_stays(place: Small):
    matter = support.public_matter(place)
    answer = guest_browser(place.resident).post(
        f"/comments/on/{matter}", {"shown_as": "", "body": "Kept words"}
    )
    assert answer.status_code == 422 and "Kept words" in text(answer) and "the name to show" in text(answer)
    report = Client().post(f"/comments/report/{matter}", {"words": "Kept words"})
    assert report.status_code == 422 and "Kept words" in text(report)


@pytest.mark.parametrize(
    "said",
    ["<script>alert(1)</script>", "javascript:alert(1)", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"],
)
def test_words_stay_words(place: Small, said: str):
    matter = support.public_matter(place)
    comment = writing.write(place.as_resident(), matter=matter, body=said, shown_as=said[:40])
    reporting.flag(acts.public(), matter=matter, comment=comment, reason="spam", words=said)
    officer = staff_browser(place.officer, place.council)
    for browser, path in (
        (Client(), f"/m/{reference(matter)}/"),
        (Client(), f"/comments/{comment}/"),
        (guest_browser(place.resident), "/my/comments/"),
        (officer, "/staff/comments/"),
        (officer, f"/staff/comments/{comment}/"),
    ):
        shown = text(browser.get(path))
        assert "<script>alert" not in shown and "<img src=x" not in shown and 'href="javascript' not in shown


def test_reporting_moderating_and_appealing(place: Small):
    matter = support.public_matter(place)
    comment = writing.write(place.as_resident(), matter=matter, body="Bob did it", shown_as="Lamp reader")
    where = f"/comments/report/{matter}?comment={comment}"
    assert "Bob did it" in text(Client().get(where))
    assert Client().post(where, {"reason": "danger", "words": "He is angry"}).status_code == 302
    officer = staff_browser(place.officer, place.council)
    queue = text(officer.get("/staff/comments/"))
    assert (
        "Bob did it" in queue
        and "Urgent" in queue
        and "He is angry" in text(officer.get(f"/staff/comments/{comment}/"))
    )
    wrong = officer.post("/staff/comments/", {"comment": [str(comment)], "outcome": "hide", "words": "Kept"})
    assert wrong.status_code == 422 and "Kept" in text(wrong)
    told = {"comment": [str(comment)], "outcome": "hide", "rule": "personal", "words": "It names somebody"}
    assert officer.post("/staff/comments/", told).status_code == 302
    shown = text(Client().get(f"/m/{reference(matter)}/"))
    assert (
        "A comment was hidden by moderators: It says something personal" in shown
        and "Bob did it" not in shown
    )
    browser = guest_browser(place.resident)
    (decision,) = reviewing.decisions_for_me(place.as_resident()).items
    page = text(browser.get(f"/my/comments/decisions/{decision.id}/"))
    assert "It names somebody" in page and "Appeal" in page
    assert (
        browser.post(f"/my/comments/decisions/{decision.id}/", {"words": "He is my brother"}).status_code
        == 302
    )
    (appeal,) = reviewing.appeals(place.as_officer()).items
    assert "somebody else decides" in text(officer.get(f"/staff/comments/appeals/{appeal.id}"))
    other = support.second_moderator(place)
    answered = staff_browser(other.actor, place.council).post(
        f"/staff/comments/appeals/{appeal.id}", {"outcome": "uphold", "words": "It still names him"}
    )
    assert answered.status_code == 302 and reading.comment(acts.public(), id=comment).state == "hidden"


def test_changing_taking_back_and_pinning(place: Small):
    matter = support.public_matter(place)
    comment = writing.write(place.as_resident(), matter=matter, body="First words", shown_as="Lamp reader")
    browser, officer = guest_browser(place.resident), staff_browser(place.officer, place.council)
    assert "First words" in text(browser.get(f"/comments/{comment}/edit"))
    changed = {"shown_as": "Lamp reader", "body": "Other words"}
    assert browser.post(f"/comments/{comment}/edit", changed).status_code == 302
    assert "First words" in text(officer.get(f"/staff/comments/{comment}/"))
    assert officer.post(f"/staff/comments/{comment}/pin", {"pinned": "yes"}).status_code == 302
    assert "Pinned" in text(Client().get(f"/m/{reference(matter)}/"))
    assert guest_browser(place.neighbour).get(f"/comments/{comment}/edit").status_code == 404
    assert "Other words" in text(browser.get(f"/comments/{comment}/take-back"))
    assert browser.post(f"/comments/{comment}/take-back").status_code == 302
    assert "took this comment back" in text(Client().get(f"/m/{reference(matter)}/"))


def test_a_reported_matter_and_what_everybody_may_know(place: Small):
    matter = support.public_matter(place)
    reporting.flag(place.as_resident(), matter=matter, reason="spam", words="It is a shop")
    officer = staff_browser(place.officer, place.council)
    assert "It is a shop" in text(officer.get(f"/staff/comments/matters/{matter}"))
    assert officer.post(f"/staff/comments/matters/{matter}", {"outcome": "keep"}).status_code == 302
    thread = f"/m/{reference(matter)}/"
    writing.write(place.as_resident(), matter=matter, body="No shop", shown_as="Lamp reader")
    assert "Moderate" in text(officer.get(thread))
    assert "Moderate" not in text(staff_browser(place.adviser, place.charity).get(thread))
    about = text(Client().get(f"/comments/about/{place.council}/"))
    assert "Be kind" in about and "fewer than 8" in about
    assert Client().get("/staff/comments/").status_code == 302
    deciding.decide_matter(place.as_officer(), matter=matter, outcome="keep")
