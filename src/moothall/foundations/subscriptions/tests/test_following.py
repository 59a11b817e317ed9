"""Following something with an account: being told of what one may see and nothing else."""

from uuid import UUID

import pytest

from moothall.foundations.documents import operations as documents
from moothall.foundations.documents.intake import accept
from moothall.foundations.documents.tests.files import picture
from moothall.foundations.subscriptions import operations, queries, tasks
from moothall.foundations.subscriptions.models import Notice, Subscription
from moothall.foundations.subscriptions.tests.support import lamp, mail, shown_again
from moothall.kernel import act as acts
from moothall.kernel.context import acting
from moothall.kernel.models import StoredEvent
from moothall.kernel.operations import matters, people
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.tests.support import Small, small_place
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def notices(place: Small) -> list[str]:
    return [one.what for one in queries.notices(place.as_resident()).items]


def test_whoever_follows_is_told_in_a_message_and_here(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    assert len(notices(place)) == 2 and queries.unread(place.as_resident()) == 2
    sent = mail(place.resident)
    assert len(sent) == 2 and "A lamp is out" in sent[1]["subject"] and report.reference in sent[1]["body"]
    assert sent[1]["unsubscribe"] in sent[1]["body"]
    operations.mark_read(place.as_resident())
    assert queries.unread(place.as_resident()) == 0


def test_following_twice_is_following_once(place: Small) -> None:
    report = lamp(place)
    first = operations.follow(place.as_resident(), matter=report.pk)
    assert operations.follow(place.as_resident(), matter=report.pk, pace="daily") == first
    [one] = queries.following(place.as_resident()).items
    assert (one.pace, one.title) == ("daily", "A lamp is out")


def test_nobody_is_told_of_what_they_did_themselves(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_officer(), matter=report.pk)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    with acting(acts.system()):
        assert set(Notice.objects.values_list("person_id", flat=True)) == {place.resident}


def test_nobody_is_told_of_what_was_before_they_followed_it(place: Small) -> None:
    report = lamp(place)
    shown_again(place, report.pk)
    operations.follow(place.as_resident(), matter=report.pk)
    work()
    assert notices(place) == []


def test_reading_the_stream_again_tells_nobody_twice(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    with acting(acts.system()):
        stored = list(StoredEvent.objects.filter(matter_id=report.pk))
    again = [
        queries.Happening(one.id, one.at, one.name, report.pk, one.actor_id, one.audience == "organisation")
        for one in stored
    ]
    assert operations.note(acts.system(), happenings=again) == 0
    work()
    assert len(mail(place.resident)) == len(notices(place)) == 2


def test_what_was_hidden_before_the_message_goes_is_told_to_nobody(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    matters.hide_matter(place.as_officer(), matter=report.pk, reason="personal")
    work()
    assert mail(place.resident) == [] and notices(place) == []
    assert queries.unread(place.as_resident()) == 0


def test_what_only_the_organisation_sees_is_told_to_its_staff_alone(place: Small) -> None:
    inside = matters.open_matter(place.as_officer(), kind="alarm", organisation=place.council, person=None)
    with pytest.raises(NotFound):
        operations.follow(place.as_resident(), matter=inside)
    with pytest.raises(NotFound):
        operations.follow(place.as_adviser(), matter=inside)
    assert operations.follow(place.as_officer(), matter=inside)


def test_a_kind_is_followed_and_each_new_one_told_once(place: Small) -> None:
    before = lamp(place, title="An old one")
    operations.follow(place.as_resident(), matter=before.pk, whole_kind=True)
    after = lamp(place, title="A new one")
    work()
    [told] = mail(place.resident)
    assert "A new one" in told["subject"], "at once, not when something else happens to it"
    for report in (before, after, after):
        shown_again(place, report.pk)
    work()
    assert mail(place.resident) == [told]


def test_of_a_kind_one_is_told_when_it_is_shown_not_when_it_is_brought(place: Small) -> None:
    shown, waiting = lamp(place), lamp(place, title="Looked at first", is_published=False)
    operations.follow(place.as_resident(), matter=shown.pk, whole_kind=True)
    photo = accept("lamp.jpg", picture())
    documents.publish_document(place.as_officer(), matter=waiting.pk, file=photo)
    work()
    assert mail(place.resident) == []
    matters.publish_matter(place.as_officer(), matter=waiting.pk)
    work()
    [told] = mail(place.resident)
    assert "Looked at first" in told["subject"]


def test_only_what_everybody_sees_is_followed_by_its_kind(place: Small) -> None:
    inside = matters.open_matter(place.as_officer(), kind="alarm", organisation=place.council, person=None)
    with pytest.raises(Refused, match="everybody sees"):
        operations.follow(place.as_officer(), matter=inside, whole_kind=True)


def test_a_digest_says_all_of_a_day_in_one_message(place: Small) -> None:
    reports = [lamp(place, title=f"Lamp {number}") for number in range(3)]
    for report in reports:
        operations.follow(place.as_resident(), matter=report.pk, pace="daily")
        shown_again(place, report.pk)
    work()
    assert mail(place.resident) == []
    tasks.write_digests(acts.system())
    work()
    [sent] = mail(place.resident)
    assert all(f"Lamp {number}" in sent["body"] for number in range(3))
    tasks.write_digests(acts.system())
    work()
    assert len(mail(place.resident)) == 1


def test_who_wants_no_messages_gets_none(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_resident(), matter=report.pk, way="page")
    shown_again(place, report.pk)
    work()
    assert mail(place.resident) == [] and len(notices(place)) == 2


def test_who_wants_no_messages_any_more_gets_none_that_waits(place: Small) -> None:
    report = lamp(place)
    id = operations.follow(place.as_resident(), matter=report.pk, pace="daily")
    shown_again(place, report.pk)
    work()
    operations.change(place.as_resident(), subscription=id, way="page", pace="daily")
    tasks.write_digests(acts.system())
    work()
    assert mail(place.resident) == [] and len(notices(place)) == 2


def test_after_leaving_off_nothing_more_comes(place: Small) -> None:
    report = lamp(place)
    id = operations.follow(place.as_resident(), matter=report.pk)
    operations.end(place.as_resident(), subscription=id)
    operations.end(place.as_resident(), subscription=id)
    shown_again(place, report.pk)
    work()
    assert mail(place.resident) == [] and queries.following(place.as_resident()).items == ()


def test_nobody_changes_or_ends_what_others_follow(place: Small) -> None:
    id = operations.follow(place.as_resident(), matter=lamp(place).pk)
    for ask in (
        lambda act: operations.end(act, subscription=id),
        lambda act: operations.change(act, subscription=id, way="page", pace="now"),
        lambda act: queries.followed(act, subscription=id),
    ):
        with pytest.raises(NotFound):
            ask(place.as_neighbour())


def test_following_is_counted_and_never_says_who(place: Small) -> None:
    report = lamp(place)
    id = operations.follow(place.as_resident(), matter=report.pk)
    operations.end(place.as_resident(), subscription=id)
    with acting(acts.system()):
        found = list(StoredEvent.objects.filter(name__startswith="subscriptions."))
    assert sorted(one.name for one in found) == ["subscriptions.Followed", "subscriptions.Unfollowed"]
    assert {one.matter_id for one in found} | {one.person_id for one in found} == {None}


def test_erasing_somebody_ends_what_they_follow(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    people.erase_person(acts.system(), person=place.resident)
    assert rows_of(place.resident) == (0, 0)


def rows_of(person: UUID) -> tuple[int, int]:
    with acting(acts.system()):
        return tuple(model.objects.filter(person_id=person).count() for model in (Subscription, Notice))  # type: ignore[return-value]
