"""A place where people may comment: on a public thing that a test brings, and on one that is not public."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from moothall.foundations.comments.apps import Comments
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.manifest import Commenters, Shown
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import Small, small_place

KINDS = (
    Shown("report", "threads:thread", "threads:thread", Commenters.SIGNED_IN),
    Shown("circle", "threads:thread", "threads:thread", Commenters.PARTICIPANTS),
)


@contextmanager
def kinds() -> Iterator[None]:
    """Matters of two kinds on which people comment, as another capability would declare them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Comments, "matters", KINDS)
        yield


def place_with_accounts() -> Small:
    """A place whose residents have accounts."""
    place = small_place()
    for person in (place.resident, place.neighbour):
        people.confirm_account(acts.system(), person=person)
    return place


def public_matter(place: Small, act: Act | None = None, *, kind: str = "report") -> UUID:
    """Something public, brought by the neighbour or in another act."""
    return matters.bring_matter(
        act or place.as_neighbour(),
        kind=kind,
        organisation=place.council,
        title="A lamp is out",
        is_public=True,
    )


def second_moderator(place: Small) -> Act:
    """Another manager of the council."""
    who = people.register_person(acts.public(), personal={"name": "Efa"})
    organisations.add_member(acts.system(), organisation=place.council, person=who, roles=["manager"])
    return acts.staff(who, organisation=place.council, permissions=permissions_of(["manager"]))


def somebody(name: str) -> Act:
    """Somebody else with an account."""
    who = people.register_person(acts.public(), personal={"name": name})
    people.confirm_account(acts.system(), person=who)
    return acts.resident(who)
