"""What the installation does because of a fact."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from moothall.foundations.members import operations as members
from moothall.foundations.members import queries as member_queries
from moothall.foundations.members.events import MemberInvited
from moothall.foundations.members.forms import role_words
from moothall.foundations.messages import operations as messages
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased, PersonErased
from moothall.kernel.queries import people
from moothall.kernel.reactions import Happened, reaction
from moothall.kernel.signin import accounts
from moothall.site import people_keys


@reaction(to=PersonErased)
def forget_key(act: Act, fact: Happened[PersonErased]) -> None:
    """Whoever is erased is erased from the keys kept for restoring backups too."""
    if fact.person is not None:
        people_keys.forget(fact.person)


@reaction(to=MatterErased)
def forget_key_of_matter(act: Act, fact: Happened[MatterErased]) -> None:
    """A matter that was about nobody had a key of its own, which is not kept for restoring backups either."""
    if fact.person is None and fact.matter is not None:
        people_keys.forget(fact.matter)


@reaction(to=PersonErased)
def end_account(act: Act, fact: Happened[PersonErased]) -> None:
    """Whoever is erased cannot sign in any more, and nothing says that they once could."""
    if fact.person is not None:
        accounts.end_account(fact.person)


@reaction(to=MemberInvited)
def send_invitation(act: Act, fact: Happened[MemberInvited]) -> None:
    """Whoever is invited gets a message with a link of their own, made here and kept nowhere else."""
    invited = member_queries.invitation(act, id=fact.event.invitation)
    secret = members.make_invitation_link(act, invitation=fact.event.invitation)
    if invited is None or secret is None:
        return
    person = people.person(act, id=invited.person)
    with override(person.language if person else None):
        values = {
            "name": invited.name,
            "organisation": invited.organisation,
            "roles": role_words(invited.roles),
            "link": f"{settings.BASE_URL}/join/{secret}/",
        }
        subject = _("Join %(organisation)s") % values
        body = _(
            "Hello %(name)s,\n\n%(organisation)s invites you to work with it here, as: %(roles)s.\n\n"
            "Follow this link within seven days. It works once.\n\n%(link)s\n\n"
            "If you do not know why you get this, you need do nothing."
        )
        messages.write(
            act, person=invited.person, cause=fact.id, template="invitation", subject=subject,
            body=body % values, organisation=fact.organisation,
        )  # fmt: skip
