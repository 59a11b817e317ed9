"""What members do because of a fact."""

from django.utils.translation import override

from moothall.foundations.members import operations, queries, tellings
from moothall.foundations.members.events import MemberInvited
from moothall.kernel import letters
from moothall.kernel.act import Act
from moothall.kernel.letters import Sending
from moothall.kernel.queries import people
from moothall.kernel.reactions import Happened, reaction


@reaction(to=MemberInvited)
def send_invitation(act: Act, fact: Happened[MemberInvited]) -> None:
    """Whoever is invited gets a message with a link of their own, made here and kept nowhere else."""
    invited = queries.invitation(act, id=fact.event.invitation)
    secret = operations.make_invitation_link(act, invitation=fact.event.invitation)
    if invited is None or secret is None:
        return
    person = people.person(act, id=invited.person)
    with override(person.language if person else None):
        letter = tellings.invitation(invited, secret=secret)
    letters.send(act, Sending(invited.person, fact.id, "invitation", letter, fact.organisation))
