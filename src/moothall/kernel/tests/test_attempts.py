"""Operations inside an operation: all of it or nothing, unless a part was only attempted."""

from uuid import UUID

import pytest
from django.db.transaction import TransactionManagementError

from moothall.kernel import act as acts
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry, Organisation, StoredEvent
from moothall.kernel.operations import organisations, people
from moothall.kernel.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def add_and_refuse(act: Act, slug: str) -> None:
    """An organisation and a person are added, and then the second part is refused."""
    with gate.reading(act), gate.attempt():
        organisations.add_organisation(act, slug=slug, name=slug, kind="charity")
        people.register_person(act, personal={})
        raise Refused("No.")


def left(act: UUID) -> tuple[int, int, int]:
    with acting(acts.system()):
        return (
            Organisation.objects.filter(slug__startswith="part").count(),
            AuditEntry.objects.filter(act_id=act).count(),
            StoredEvent.objects.filter(act_id=act).count(),
        )


def test_what_is_refused_in_an_attempt_leaves_nothing_and_the_rest_goes_on():
    act = acts.system()
    with gate.reading(act):
        organisations.add_organisation(act, slug="part-one", name="One", kind="charity")
        with pytest.raises(Refused):
            add_and_refuse(act, "part-two")
        people.register_person(act, personal={})
    assert left(act.id) == (1, 2, 1)


def test_a_part_that_fails_without_an_attempt_takes_the_whole_with_it():
    act = acts.system()
    with pytest.raises(TransactionManagementError), gate.reading(act):
        organisations.add_organisation(act, slug="part-one", name="One", kind="charity")
        with pytest.raises(Refused):
            organisations.add_member(act, organisation=UUID(int=1), person=UUID(int=2), roles=["juggler"])
        people.register_person(act, personal={})
    assert left(act.id) == (0, 0, 0)
