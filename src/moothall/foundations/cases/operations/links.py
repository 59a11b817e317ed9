"""Sending people the links to their cases again."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from moothall.foundations.cases.events import LinkAsked
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.queries import guests
from moothall.kernel import allow, jobs
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import StoredEvent

MOST_IN_AN_HOUR = 3
MOST_LINKS = 5
"""Links sent at once: somebody without an account is somebody else to us with each request of theirs."""


@operation(allow=allow.system)
def ask_for_links(act: Act, *, address: str) -> None:
    """Have the links to the requests of whoever gave ``address`` (of email, or a telephone number) sent to
    them. Done later, so that it takes as long whether or not anybody gave it."""
    jobs.have("cases.send_links", digests=guests.digests_of(address))


@operation(allow=allow.system)
def send_links(act: Act, *, digests: list[int]) -> int:
    """Have everybody who is reached where ``digests`` say sent the link to what they asked for last; from it
    they get to all of it. At most some links at once, and none after three in an hour. Returns how many."""
    newest: dict[UUID, UUID] = {}
    for row in guests.read_reached(digests):
        newest.setdefault(row.person, row.matter)
    if _asked_lately(act, newest) >= MOST_IN_AN_HOUR:
        return 0
    cases = Case.objects.filter(pk__in=list(newest.values())[:MOST_LINKS], erased_at=None)
    for case in cases:
        publish(LinkAsked(), act, matter=case.pk, person=case.person_id, organisation=case.organisation_id)
    return len(cases)


def _asked_lately(act: Act, people: Iterable[UUID]) -> int:
    since = act.at - timedelta(hours=1)
    asked = StoredEvent.objects.filter(person_id__in=list(people), name=LinkAsked.event_name(), at__gt=since)
    return asked.count()
