"""Commenting: who may, where, under which name; what others see of it, and never who it was."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import DatabaseError

from moothall.foundations.comments.models import Author, Comment, Text
from moothall.foundations.comments.operations import deciding, writing
from moothall.foundations.comments.queries import reading, standing
from moothall.foundations.comments.tests import support
from moothall.foundations.privacy import queries as privacy
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.models import Participant, StoredEvent
from moothall.kernel.operations import matters, people
from moothall.kernel.operations.settings import change_settings
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.tests.support import Small

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Iterator[Small]:
    with support.kinds():
        yield support.place_with_accounts()


def said(place: Small, matter: UUID, **more: object) -> UUID:
    told = {"body": "It has been out since May", "shown_as": "Lamp reader"} | more
    return writing.write(place.as_resident(), matter=matter, **told)  # type: ignore[arg-type]


def test_everybody_reads_it_and_nobody_learns_whose_it_is(place: Small):
    matter = support.public_matter(place)
    comment = said(place, matter)
    answer = writing.write(place.as_officer(), matter=matter, body="A crew comes on Tuesday", parent=comment)
    (root,) = reading.comments(acts.public(), matter=matter).items
    (reply,) = reading.replies(acts.public(), comment=comment).items
    assert (root.shown_as, root.body, root.replies) == ("Lamp reader", "It has been out since May", 1)
    assert (reply.id, reply.shown_as, reply.is_official) == (answer, "Council", True)
    assert str(place.resident) not in repr((root, reply)) and "Ann" not in repr((root, reply))
    assert reading.comment(place.as_resident(), id=comment).is_mine
    with acting(acts.system()):
        events = StoredEvent.objects.filter(name="comments.CommentWritten")
        assert [(one.person_id, one.actor_id, one.audience) for one in events] == [(None, None, "public")] * 2


def test_the_same_sent_twice_is_one_comment(place: Small):
    matter, act = support.public_matter(place), place.as_resident().with_key(clock.token())
    told = {"matter": matter, "body": "Once", "shown_as": "Lamp reader"}
    assert writing.write(act, **told) == writing.write(act, **told)
    assert len(reading.comments(acts.public(), matter=matter).items) == 1


def test_who_may_comment_is_declared_with_the_kind_of_matter(place: Small):
    lamp, circle = support.public_matter(place), support.public_matter(place, kind="circle")
    nobody = support.public_matter(place, kind="something")
    assert standing.standing(acts.public(), matter=lamp).why_not == "Sign in to comment."
    assert standing.standing(place.as_resident(), matter=lamp).may
    assert not standing.standing(place.as_resident(), matter=circle).may
    assert standing.standing(place.as_neighbour(), matter=circle).may, "who brought it takes part"
    for matter, words in ((circle, "take part"), (nobody, "Nobody comments")):
        with pytest.raises(NotAllowed, match=words):
            said(place, matter)
    with pytest.raises(NotAllowed, match="speak for"):
        writing.write(place.as_adviser(), matter=lamp, body="The charity says")
    guest = people.register_person(acts.public(), personal={"name": "Guest"})
    with pytest.raises(NotAllowed, match="account"):
        writing.write(acts.resident(guest), matter=lamp, body="Hello", shown_as="Guest")
    matters.close_matter(place.as_officer(), matter=lamp)
    with pytest.raises(NotAllowed, match="closed"):
        said(place, lamp)


def test_what_is_not_public_is_encrypted_and_seen_by_those_who_see_the_matter(place: Small):
    circle = matters.open_matter(
        acts.system(organisation=place.council), kind="circle", organisation=place.council, person=None
    )
    with acting(acts.system(organisation=place.council)):
        Participant.objects.create(matter_id=circle, person_id=place.resident, since_at=clock.now())
    comment = said(place, circle, body="Between us")
    with acting(acts.system()):
        (text,) = Text.objects.filter(comment_id=comment)
        assert text.body == "" and b"Between us" not in bytes(text.encrypted or b"")
    for act in (place.as_resident(), place.as_officer()):
        assert reading.comment(act, id=comment).body == "Between us"
    for act in (place.as_neighbour(), acts.public(), place.as_adviser()):
        with pytest.raises(NotFound):
            reading.comment(act, id=comment)
        assert reading.comments(act, matter=circle).items == ()
    with pytest.raises(NotFound):
        writing.write(place.as_neighbour(), matter=circle, body="Me too", shown_as="Bob")


def test_what_was_hidden_or_is_not_there_cannot_be_commented_on(place: Small):
    matter = support.public_matter(place)
    matters.hide_matter(place.as_officer(), matter=matter, reason="personal")
    for where in (matter, clock.uuid7(), place.matter):
        with pytest.raises(Refused):
            writing.write(support.somebody("Nia"), matter=where, body="Hello", shown_as="Nia")


@pytest.mark.parametrize(
    ("body", "shown_as", "field"),
    [
        ("  ", "Nia", "body"),
        ("x" * 3001, "Nia", "body"),
        ("x", "", "shown_as"),
        ("x", " council ", "shown_as"),
    ],
)
def test_it_needs_words_and_a_name_that_is_nobodys(place: Small, body: str, shown_as: str, field: str):
    with pytest.raises(Refused) as refused:
        said(place, support.public_matter(place), body=body, shown_as=shown_as)
    assert set(refused.value.fields) == {field}


def test_too_many_in_an_hour_are_refused(place: Small):
    change_settings(acts.system(), capability="comments", content={"most_per_hour": 2}, after=0)
    matter = support.public_matter(place)
    for _number in range(2):
        said(place, matter)
    with pytest.raises(Refused, match="within an hour"):
        said(place, matter)


def test_answers_are_one_level_deep_and_stay_on_their_matter(place: Small):
    matter, other = support.public_matter(place), support.public_matter(place)
    root = said(place, matter)
    answer = said(place, matter, parent=root)
    with pytest.raises(Refused, match="answers to answers"):
        said(place, matter, parent=answer)
    with pytest.raises(NotFound):
        said(place, other, parent=root)


def test_changing_keeps_what_it_said_and_taking_back_leaves_a_tombstone(place: Small):
    matter = support.public_matter(place)
    comment = said(place, matter)
    said(place, matter, parent=comment, body="I saw it too")
    writing.edit(
        place.as_resident(), comment=comment, body="It has been out since June", shown_as="Lamp reader"
    )
    shown = reading.comment(acts.public(), id=comment)
    assert shown.body == "It has been out since June" and shown.edited_at is not None
    for act in (place.as_resident(), place.as_officer()):
        assert [one.body for one in reading.earlier(act, comment=comment)] == ["It has been out since May"]
    assert reading.earlier(place.as_neighbour(), comment=comment) == ()
    for act in (place.as_neighbour(), place.as_officer()):
        with pytest.raises(Refused):
            writing.edit(act, comment=comment, body="Changed by somebody else", shown_as="Eve")
    writing.withdraw(place.as_resident(), comment=comment)
    writing.withdraw(place.as_resident(), comment=comment)
    gone = reading.comment(acts.public(), id=comment)
    assert (gone.state, gone.body, gone.shown_as, gone.replies) == ("withdrawn", "", "", 1)


def test_looked_at_first_where_the_organisation_says_so(place: Small):
    content = {"checked_first": ["report"]}
    change_settings(
        acts.system(), capability="comments", organisation=place.council, content=content, after=0
    )
    matter = support.public_matter(place)
    comment = said(place, matter)
    assert reading.comments(acts.public(), matter=matter).items == ()
    assert reading.comment(place.as_resident(), id=comment).state == "waiting"
    deciding.decide(place.as_officer(), comments=[comment], outcome="keep")
    assert reading.comment(acts.public(), id=comment).state == "shown"


def test_lists_go_on_and_can_be_read_from_the_newest(place: Small):
    matter = support.public_matter(place)
    made = [said(place, matter, body=f"Number {number}") for number in range(3)]
    first = reading.comments(acts.public(), matter=matter, limit=2)
    rest = reading.comments(acts.public(), matter=matter, limit=2, cursor=first.next)
    assert [one.id for one in (*first.items, *rest.items)] == made and not rest.has_more
    newest = reading.comments(acts.public(), matter=matter, newest_first=True)
    assert [one.id for one in newest.items] == made[::-1]
    for _number in range(6):
        said(place, matter, parent=made[0], body="An answer")
    assert len(reading.first_replies(acts.public(), comments=made)) == 5


def test_who_is_erased_leaves_an_empty_place_in_the_thread(place: Small):
    matter = support.public_matter(place)
    comment = said(place, matter)
    people.erase_person(acts.system(), person=place.resident)
    (gone,) = reading.comments(acts.public(), matter=matter).items
    assert (gone.id, gone.state, gone.body, gone.shown_as) == (comment, "removed", "", "")


def test_the_matters_end_is_the_end_of_what_was_said(place: Small):
    matter = support.public_matter(place)
    comment = said(place, matter)
    system = acts.system(organisation=place.council)
    matters.erase_matter(system, matter=matter)
    writing.erase(system, matter=matter)
    assert reading.comment(acts.public(), id=comment).body == ""


def test_people_take_their_comments_away_whoevers_key_they_are_under(place: Small):
    circle = matters.open_matter(
        acts.system(organisation=place.council), kind="circle", organisation=place.council, person=None
    )
    with acting(acts.system(organisation=place.council)):
        Participant.objects.create(matter_id=circle, person_id=place.resident, since_at=clock.now())
    said(place, circle, body="Between us")
    first = said(place, support.public_matter(place), body="Before")
    writing.edit(place.as_resident(), comment=first, body="After", shown_as="Lamp reader")
    taken = privacy.items(place.as_resident(), table="comments_text")
    assert [one.content["body"] for one in taken] == ["After", "Before", "Between us"]
    assert privacy.items(place.as_neighbour(), table="comments_text") == ()


def test_the_database_refuses_to_let_somebody_speak_as_another(place: Small):
    """What somebody could try who sends SQL of their own."""
    matter, hidden = support.public_matter(place), support.public_matter(place)
    matters.hide_matter(place.as_officer(), matter=hidden, reason="personal")
    theirs = writing.write(place.as_neighbour(), matter=matter, body="Mine", shown_as="Bob")
    act = place.as_resident()
    told = {"act_id": act.id, "wrote_at": act.at}
    for forged in (
        {"matter_id": matter, "person_id": place.neighbour},
        {"matter_id": hidden, "person_id": place.resident},
        {"matter_id": matter, "person_id": place.resident, "speaks_for_id": place.council},
        {"matter_id": matter, "person_id": None, "speaks_for_id": place.council},
    ):
        with pytest.raises(DatabaseError), acting(act):
            Author.objects.bulk_create([Author(**told, **forged)])
    with acting(act):
        assert not Author.objects.filter(pk=theirs).exists()
        assert Comment.objects.filter(pk=theirs).update(withdrawn_at=act.at) == 0
        assert Text.objects.filter(comment_id=theirs).update(replaced_at=act.at) == 0
    with pytest.raises(DatabaseError), acting(act):
        Text.objects.bulk_create([Text(comment_id=theirs, body="Put in their mouth", written_at=act.at)])


def test_nobody_decides_about_what_they_wrote(place: Small):
    comment = writing.write(place.as_officer(), matter=support.public_matter(place), body="A crew comes")
    with pytest.raises(Refused, match="somebody else decides"):
        deciding.decide(place.as_officer(), comments=[comment], outcome="keep")
    deciding.decide(support.second_moderator(place), comments=[comment], outcome="keep")
