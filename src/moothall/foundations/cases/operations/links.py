"""Sending the link to a case again."""

from datetime import timedelta

from moothall.foundations.cases.events import LinkAsked
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.rules import finding
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Fact
from moothall.kernel.queries import people

MOST_IN_AN_HOUR = 3


@operation(allow=allow.system)
def send_link_again(act: Act, *, reference: str, email: str) -> None:
    """Have the link to the case with ``reference`` sent to its person, if ``email`` is theirs; at most
    three times an hour. Whether anything was sent, it tells nobody."""
    row = Case.objects.filter(reference=finding.reference(reference), erased_at=None).first()
    shown = people.person(act, id=row.person_id) if row else None
    if row is None or shown is None or not shown.email or shown.email.casefold() != email.strip().casefold():
        return
    lately = Fact.objects.filter(
        matter_id=row.pk, name=LinkAsked.event_name(), at__gt=act.at - timedelta(hours=1)
    )
    if lately.count() < MOST_IN_AN_HOUR:
        publish(LinkAsked(), act, matter=row.pk, person=row.person_id, organisation=row.organisation_id)
