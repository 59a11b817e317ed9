"""What members do because of an event."""

from django.utils.translation import override

from moothall.foundations.members import describe, operations, queries
from moothall.foundations.members.events import MemberInvited
from moothall.kernel import sending
from moothall.kernel.act import Act
from moothall.kernel.queries import people
from moothall.kernel.reactions import Envelope, reaction
from moothall.kernel.sending import MessageRequest


@reaction(to=MemberInvited)
def send_invitation(act: Act, stored: Envelope[MemberInvited]) -> None:
    """Whoever is invited gets a message with a link of their own, made here and kept nowhere else."""
    invited = queries.invitation(act, id=stored.event.invitation)
    secret = operations.make_invitation_link(act, invitation=stored.event.invitation)
    if invited is None or secret is None:
        return
    person = people.person(act, id=invited.person)
    with override(person.language if person else None):
        letter = describe.invitation(invited, secret=secret, organisation=stored.organisation)
    sending.send(act, MessageRequest(invited.person, stored.id, "invitation", letter, stored.organisation))
