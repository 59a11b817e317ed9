"""Reporting, deciding with reasons, appealing: by whom, told to whom, and what everybody still sees."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from moothall.foundations.comments.models import Comment, Decision
from moothall.foundations.comments.operations import deciding, reporting, writing
from moothall.foundations.comments.queries import counting, reading, reviewing
from moothall.foundations.comments.tests import support
from moothall.kernel import act as acts
from moothall.kernel import clock, outbox, threads
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.describing import describe
from moothall.kernel.models import Matter, StoredEvent
from moothall.kernel.operations.settings import change_settings
from moothall.kernel.reactions import reactions_to
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.tests.support import Small

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
HIDE = {"outcome": "hide", "rule": "personal", "words": "It names a neighbour"}


@pytest.fixture
def place() -> Iterator[Small]:
    cache.clear()
    with support.kinds():
        yield support.place_with_accounts()


def commented(place: Small, body: str = "Bob Lee did it") -> tuple[UUID, UUID]:
    """A public matter with a comment by the resident."""
    matter = support.public_matter(place)
    return matter, writing.write(place.as_resident(), matter=matter, body=body, shown_as="Lamp reader")


def deliver() -> None:
    """What the worker does because of what has happened so far."""
    with acting(acts.system()):
        stored = list(StoredEvent.objects.filter(name__startswith="comments.").order_by("id"))
    for job in outbox.jobs_for([(one, reaction) for one in stored for reaction in reactions_to(one)]):
        outbox.carry_out(**job.task_kwargs, is_last=False)


def told(name: str = "comments.DecisionTold") -> list[tuple[UUID | None, bool]]:
    with acting(acts.system()):
        return [(one.person_id, one.payload["as_reporter"]) for one in StoredEvent.objects.filter(name=name)]


def test_from_a_report_to_a_decision_with_its_reasons(place: Small):
    matter, comment = commented(place)
    reporting.flag(
        place.as_neighbour(), matter=matter, comment=comment, reason="personal", words="He did not"
    )
    reporting.flag(acts.public(), matter=matter, comment=comment, reason="spam")
    (waiting,) = reviewing.queue(place.as_officer()).items
    assert [(one.reason, one.words) for one in waiting.flags] == [("personal", "He did not"), ("spam", "")]
    assert str(place.neighbour) not in repr(waiting) and str(place.resident) not in repr(waiting)
    (decision,) = deciding.decide(place.as_officer(), comments=[comment], **HIDE)
    assert reviewing.queue(place.as_officer()).items == ()
    hidden = reading.comment(acts.public(), id=comment)
    assert (hidden.state, hidden.rule, hidden.body, hidden.shown_as) == ("hidden", "personal", "", "")
    assert reading.comment(place.as_resident(), id=comment).body == "Bob Lee did it"
    deliver()
    deliver()
    assert sorted(told(), key=str) == sorted([(place.resident, False), (place.neighbour, True)], key=str)
    mine = reviewing.decision_for_me(place.as_resident(), id=decision)
    assert (mine.words, mine.rule, mine.may_appeal) == ("It names a neighbour", "personal", True)
    (theirs,) = reviewing.decisions_for_me(place.as_neighbour()).items
    assert theirs.id == decision and not theirs.is_mine and theirs.words == ""
    with pytest.raises(NotFound):
        reviewing.decision_for_me(support.somebody("Nia"), id=decision)
    (history,) = reviewing.history(place.as_officer(), comment=comment)
    assert history.id == decision


def test_somebody_reports_a_thing_once_and_urgent_things_come_first(place: Small):
    matter, comment = commented(place)
    other = writing.write(
        place.as_resident(), matter=matter, body="He is on the roof", shown_as="Lamp reader"
    )
    reporting.flag(place.as_neighbour(), matter=matter, comment=comment, reason="spam")
    with pytest.raises(Refused, match="already"):
        reporting.flag(place.as_neighbour(), matter=matter, comment=comment, reason="abuse")
    reporting.flag(place.as_neighbour(), matter=matter, comment=other, reason="danger")
    assert [one.comment.id for one in reviewing.queue(place.as_officer(), kind="urgent").items] == [other]
    assert [one.comment.id for one in reviewing.queue(place.as_officer(), kind="usual").items] == [comment]
    assert [one.comment.id for one in reviewing.queue(place.as_officer(), kind="spam").items] == [comment]
    for reason, words in (("nonsense", ""), ("spam", "x" * 1001)):
        with pytest.raises(Refused):
            reporting.flag(acts.public(), matter=matter, comment=comment, reason=reason, words=words)


def test_anonymous_reports_of_one_thing_have_an_end(place: Small):
    matter, comment = commented(place)
    for _number in range(reporting.OF_ONE_MATTER.most):
        reporting.flag(acts.public(), matter=matter, comment=comment, reason="spam")
    with pytest.raises(Refused, match="too many"):
        reporting.flag(acts.public(), matter=matter, comment=comment, reason="spam")
    reporting.flag(place.as_neighbour(), matter=matter, comment=comment, reason="spam")


def test_enough_reports_of_danger_hide_it_until_somebody_has_looked(place: Small):
    change_settings(acts.system(), capability="comments", content={"hide_at_flags": 2}, after=0)
    matter, comment = commented(place)
    for act in (acts.public(), place.as_neighbour()):
        reporting.flag(act, matter=matter, comment=comment, reason="danger")
    deliver()
    assert reading.comment(acts.public(), id=comment).state == "shown", "nobody in particular does not count"
    reporting.flag(support.somebody("Nia"), matter=matter, comment=comment, reason="danger")
    deliver()
    deliver()
    assert reading.comment(acts.public(), id=comment).state == "hidden"
    (waiting,) = reviewing.queue(place.as_officer(), kind="urgent").items
    assert waiting.comment.id == comment, "a person still looks at it"
    (mine,) = reviewing.decisions_for_me(place.as_resident()).items
    assert mine.is_automatic and mine.rule == "danger"
    deciding.decide(place.as_officer(), comments=[comment], outcome="keep")
    assert reading.comment(acts.public(), id=comment).state == "shown"


def test_an_appeal_is_decided_once_and_by_somebody_else(place: Small):
    matter, comment = commented(place)
    (decision,) = deciding.decide(place.as_officer(), comments=[comment], suspend_days=7, **HIDE)
    with pytest.raises(NotAllowed, match="cannot comment here"):
        writing.write(place.as_resident(), matter=matter, body="Again", shown_as="Lamp reader")
    for act in (place.as_neighbour(), support.somebody("Nia")):
        with pytest.raises(NotFound):
            reporting.appeal(act, decision=decision, words="Let me")
    appeal = reporting.appeal(place.as_resident(), decision=decision, words="Bob Lee is a lamp maker")
    with pytest.raises(Refused, match="already"):
        reporting.appeal(place.as_resident(), decision=decision, words="And again")
    (shown,) = reviewing.appeals(place.as_officer()).items
    assert shown.is_yours and shown.body == "Bob Lee did it"
    with pytest.raises(Refused, match="somebody else"):
        deciding.answer_appeal(place.as_officer(), appeal=appeal, is_upheld=True, words="No")
    other = support.second_moderator(place)
    answer = deciding.answer_appeal(other, appeal=appeal, is_upheld=False, words="He sells lamps")
    assert reviewing.appeals(other).items == ()
    assert reading.comment(acts.public(), id=comment).state == "shown"
    writing.write(place.as_resident(), matter=matter, body="Thank you", shown_as="Lamp reader")
    final = reviewing.decision_for_me(place.as_resident(), id=answer)
    assert final.is_answer and not final.may_appeal and final.words == "He sells lamps"
    for act in (other, place.as_adviser()):
        with pytest.raises(NotFound):
            deciding.answer_appeal(act, appeal=appeal, is_upheld=True, words="Again")


def test_the_database_refuses_the_same_moderator_and_whoever_moderates_elsewhere(place: Small):
    matter, comment = commented(place)
    (decision,) = deciding.decide(place.as_officer(), comments=[comment], **HIDE)
    appeal = reporting.appeal(place.as_resident(), decision=decision, words="It is true")
    forged = {
        "matter_id": matter, "organisation_id": place.council, "comment_id": comment, "outcome": "keep",
        "decided_at": clock.now(), "appeal_id": appeal,
    }  # fmt: skip
    for act in (place.as_officer(), place.as_adviser(), place.as_resident(), place.as_neighbour()):
        with pytest.raises(DatabaseError), acting(act):
            Decision.objects.bulk_create([Decision(decided_by_id=act.person, **forged)])
    for act, changes in (
        (place.as_resident(), {"hidden_at": None}),
        (place.as_resident(), {"pinned_at": clock.now()}),
        (place.as_officer(), {"withdrawn_at": clock.now()}),
    ):
        with pytest.raises(DatabaseError), acting(act):
            Comment.objects.filter(pk=comment).update(**changes)
    with acting(place.as_adviser()):
        assert Comment.objects.filter(pk=comment).update(hidden_at=None) == 0


def test_nobody_moderates_across_organisations(place: Small):
    matter, comment = commented(place)
    reporting.flag(place.as_neighbour(), matter=matter, comment=comment, reason="spam")
    assert reviewing.queue(place.as_adviser()).items == ()
    for try_it in (
        lambda: deciding.decide(place.as_adviser(), comments=[comment], **HIDE),
        lambda: deciding.pin(place.as_adviser(), comment=comment, is_pinned=True),
        lambda: deciding.decide_matter(place.as_adviser(), matter=matter, outcome="keep"),
        lambda: reviewing.under_review(place.as_adviser(), comment=comment),
        lambda: deciding.decide(place.as_resident(), comments=[comment], **HIDE),
    ):
        with pytest.raises(Refused):
            try_it()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"outcome": "hide", "rule": "", "words": "x"}, "rule"),
        ({"outcome": "warn", "rule": "spam", "words": " "}, "words"),
        ({"outcome": "burn", "rule": "spam", "words": "x"}, "outcome"),
        ({"outcome": "keep", "suspend_days": 7}, "suspend_days"),
        ({"outcome": "hide", "rule": "spam", "words": "x", "suspend_days": 8}, "suspend_days"),
    ],
)
def test_a_decision_needs_its_reasons(place: Small, told: dict[str, object], field: str):
    _matter, comment = commented(place)
    with pytest.raises(Refused) as refused:
        deciding.decide(place.as_officer(), comments=[comment], **told)  # type: ignore[arg-type]
    assert field in refused.value.fields


def test_a_public_matter_is_reported_hidden_and_shown_again_on_appeal(place: Small):
    matter = support.public_matter(place)
    reporting.flag(acts.public(), matter=matter, reason="illegal", words="It shows a licence plate")
    (one,) = reviewing.matters_flagged(place.as_officer())
    assert one.matter == matter
    told = {"outcome": "hide", "rule": "illegal", "words": "A plate is to be read"}
    decision = deciding.decide_matter(place.as_officer(), matter=matter, **told)
    assert reviewing.matters_flagged(place.as_officer()) == ()
    with acting(acts.public()):
        assert not Matter.objects.filter(pk=matter).exists()
    (mine,) = reviewing.decisions_for_me(place.as_neighbour()).items
    assert mine.id == decision and mine.may_appeal
    with pytest.raises(NotFound):
        reporting.appeal(place.as_resident(), decision=decision, words="No")
    appeal = reporting.appeal(place.as_neighbour(), decision=decision, words="It is my own plate")
    deciding.answer_appeal(support.second_moderator(place), appeal=appeal, is_upheld=False, words="It is")
    with acting(acts.public()):
        assert Matter.objects.filter(pk=matter).exists()


def test_several_at_once_and_statements_above_all_others(place: Small):
    matter, comment = commented(place)
    other = writing.write(place.as_resident(), matter=matter, body="Buy lamps", shown_as="Lamp reader")
    statement = writing.write(place.as_officer(), matter=matter, body="A crew comes")
    deciding.pin(place.as_officer(), comment=statement, is_pinned=True)
    assert [one.id for one in reading.pinned(acts.public(), matter=matter)] == [statement]
    made = deciding.decide(
        place.as_officer(), comments=[comment, other], outcome="warn", rule="spam", words="No shops"
    )
    assert len(made) == 2 and reading.comment(acts.public(), id=other).state == "shown"
    deciding.pin(place.as_officer(), comment=statement, is_pinned=False)
    assert reading.pinned(acts.public(), matter=matter) == ()


def test_the_timeline_says_what_organisations_said_and_what_was_hidden(place: Small):
    matter, comment = commented(place)
    writing.write(place.as_officer(), matter=matter, body="A crew comes")
    deciding.decide(place.as_officer(), comments=[comment], **HIDE)
    act = acts.public()
    with acting(act):
        events = StoredEvent.objects.filter(matter_id=matter, name__startswith="comments.").order_by(
            "at", "id"
        )
        said = [told.what for told in (describe(act, stored) for stored in events) if told]
        panels = threads.panels_of(act, matter, {})
    assert said == ["Statement", "A comment was hidden"]
    assert [one.template for one in panels].count("comments/_panel.html") == 1


def test_figures_are_never_about_few(place: Small):
    since = clock.now() - timedelta(days=1)
    matter, comment = commented(place)
    for number in range(8):
        if number == 7:
            assert counting.figures(acts.public(), organisation=place.council, since=since).flags is None
        reporting.flag(support.somebody(f"N{number}"), matter=matter, comment=comment, reason="spam")
    found = counting.figures(acts.public(), organisation=place.council, since=since)
    assert (found.flags, found.decisions, found.median_hours) == (8, None, None)
    deciding.decide(place.as_officer(), comments=[comment], outcome="keep")
    assert counting.figures(acts.public(), organisation=place.council, since=since).median_hours is not None


def officer_without(place: Small) -> Act:
    """Somebody of the council who looks after no comments."""
    return acts.staff(place.officer, organisation=place.council, permissions=["cases.work"])


def test_moderating_needs_its_permission(place: Small):
    _matter, comment = commented(place)
    with pytest.raises(NotAllowed):
        deciding.decide(officer_without(place), comments=[comment], **HIDE)
    with pytest.raises(NotAllowed):
        reviewing.queue(officer_without(place))
