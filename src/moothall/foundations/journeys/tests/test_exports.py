"""What somebody answered and has not sent is handed to them under its questions, never under codes."""

from uuid import UUID

import pytest

from moothall.foundations.journeys import operations
from moothall.foundations.journeys.tests import test_operations as journeys
from moothall.kernel import context
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def exported(act: Act) -> Item:
    """The one journey that is kept about who acts."""
    assert act.person is not None
    with context.acting(journeys.again(act), changes=False):
        [item] = EXPORTS["journeys_journey"](act, act.person, 5)
    return item


def test_answers_stand_under_their_questions(library: UUID) -> None:
    act = journeys.somebody()
    journeys.answered(act, library)
    item = exported(act)
    assert item.organisation and not item.reference
    assert item.content["Are you a member?"] == ["Yes"]
    assert not {"member", "card", "day", "contact"} & set(item.content)


def test_a_journey_that_was_sent_names_what_came_of_it(library: UUID) -> None:
    act = journeys.somebody()
    operations.send(act, journey=journeys.answered(act, library))
    assert exported(act).reference
