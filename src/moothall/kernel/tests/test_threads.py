"""Matters that are about nobody: who brings them, who sees them, and that nobody sees who brought them."""

import pytest
from django.db import IntegrityError, transaction

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Matter, Participant, StoredEvent
from moothall.kernel.operations import matters
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Small:
    return small_place()


def brought(place: Small, act: Act, *, is_public: bool = True, is_published: bool = True) -> Matter:
    id = matters.bring_matter(
        act, kind="report", organisation=place.council, title="A lamp is out", is_public=is_public,
        is_published=is_published,
    )  # fmt: skip
    with acting(acts.system()):
        return Matter.objects.get(pk=id)


def sees(act: Act, matter: Matter) -> bool:
    with acting(act):
        return Matter.objects.filter(pk=matter.pk).exists()


def roles_seen(act: Act, matter: Matter) -> list[str]:
    with acting(act):
        return sorted(Participant.objects.filter(matter_id=matter.pk).values_list("role", flat=True))


def test_what_is_public_everybody_sees_until_it_is_hidden(place: Small):
    lamp = brought(place, acts.public())
    everybody = (acts.public(), place.as_neighbour(), place.as_adviser(), place.as_officer())
    assert all(sees(act, lamp) for act in everybody)
    matters.hide_matter(place.as_officer(), matter=lamp.pk, reason="harmful")
    assert [sees(act, lamp) for act in everybody] == [False, False, False, True]
    matters.publish_matter(place.as_officer(), matter=lamp.pk)
    assert all(sees(act, lamp) for act in everybody)


def test_what_waits_to_be_published_its_reporter_and_its_organisation_see(place: Small):
    waiting = brought(place, place.as_resident(), is_published=False)
    assert sees(place.as_resident(), waiting) and sees(place.as_officer(), waiting)
    assert not sees(place.as_neighbour(), waiting) and not sees(acts.public(), waiting)


def test_nobody_but_those_whose_work_it_is_sees_who_reported(place: Small):
    lamp = brought(place, place.as_resident())
    assert roles_seen(place.as_officer(), lamp) == ["reporter"]
    assert roles_seen(place.as_resident(), lamp) == ["reporter"]
    with acting(acts.system()):
        Participant.objects.create(
            matter_id=lamp.pk, person_id=place.neighbour, role="moderator", since_at=clock.now()
        )
    assert roles_seen(place.as_neighbour(), lamp) == ["moderator"]
    assert roles_seen(place.as_resident(), lamp) == ["reporter"]
    assert roles_seen(acts.public(), lamp) == roles_seen(place.as_adviser(), lamp) == []
    with acting(acts.public()):
        (published,) = StoredEvent.objects.filter(matter_id=lamp.pk)
    assert (published.name, published.person_id, published.actor_id) == ("kernel.MatterPublished", None, None)


def test_that_something_waits_to_be_published_nobody_learns(place: Small):
    waiting = brought(place, place.as_resident(), is_published=False)
    with acting(acts.system()):
        assert not StoredEvent.objects.filter(matter_id=waiting.pk).exists()


def test_staff_need_permission_to_publish_in_their_organisations_name(place: Small):
    clerk = acts.staff(place.officer, organisation=place.council, permissions=frozenset({"payments.read"}))
    with pytest.raises(NotAllowed):
        brought(place, clerk)


def test_something_public_is_about_nobody(place: Small):
    with pytest.raises(IntegrityError, match="public_about_nobody"), acting(acts.system()):
        Matter.objects.filter(pk=place.matter).update(visibility="public", published_at=clock.now())


def test_what_is_brought_in_confidence_only_the_organisation_and_who_brought_it_see(place: Small):
    lamp = brought(place, place.as_resident(), is_public=False)
    assert sees(place.as_officer(), lamp) and sees(place.as_resident(), lamp)
    assert not any(sees(act, lamp) for act in (acts.public(), place.as_neighbour(), place.as_adviser()))


def test_something_public_is_hidden_not_restricted(place: Small):
    lamp = brought(place, acts.public())
    with pytest.raises(Refused, match="Hide"):
        matters.restrict_matter(place.as_officer(), matter=lamp.pk, people=[])
    with pytest.raises(NotFound):
        matters.hide_matter(place.as_adviser(), matter=lamp.pk, reason="harmful")


def test_something_belongs_only_to_what_its_act_sees(place: Small):
    lamp = brought(place, acts.public())
    child = matters.open_matter(
        place.as_officer(), kind="lamp", organisation=place.council, person=None, parent=lamp.pk
    )
    assert sees(place.as_officer(), Matter(pk=child)) and not sees(acts.public(), Matter(pk=child))
    with pytest.raises(NotFound):
        matters.open_matter(
            place.as_adviser(), kind="x", organisation=place.charity, person=None, parent=place.matter
        )
    with pytest.raises(Exception, match="no such matter"), transaction.atomic(), acting(place.as_adviser()):
        Matter.objects.bulk_create(
            [Matter(kind="x", organisation_id=place.charity, parent_id=place.matter, opened_at=clock.now())]
        )


def test_nobody_names_themselves_on_what_others_brought(place: Small):
    lamp = brought(place, acts.public())
    for role in ("reporter", "moderator"):
        with pytest.raises(Exception, match="policy"), transaction.atomic(), acting(place.as_neighbour()):
            Participant.objects.bulk_create(
                [Participant(matter_id=lamp.pk, person_id=place.neighbour, role=role, since_at=clock.now())]
            )


def test_who_leaves_a_matter_does_not_come_back_by_themselves(place: Small):
    lamp = brought(place, place.as_resident(), is_published=False)
    with acting(place.as_resident()):
        Participant.objects.filter(matter_id=lamp.pk).update(until_at=clock.now())
    assert not sees(place.as_resident(), lamp)
    with pytest.raises(Exception, match="stays ended"), transaction.atomic(), acting(place.as_resident()):
        Participant.objects.filter(person_id=place.resident).update(until_at=None)


def test_a_matter_of_people_is_theirs_alone(place: Small):
    matters.restrict_matter(place.as_officer(), matter=place.matter, people=[place.neighbour])
    assert not sees(place.as_resident(), Matter(pk=place.matter))
    assert sees(place.as_neighbour(), Matter(pk=place.matter))
    assert roles_seen(place.as_neighbour(), Matter(pk=place.matter)) == ["member", "member"]
    matters.restrict_matter(place.as_officer(), matter=place.matter, people=[])
    assert not sees(place.as_neighbour(), Matter(pk=place.matter))
