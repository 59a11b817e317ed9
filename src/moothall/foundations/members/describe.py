"""What members are written."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.foundations.members.queries import Invited
from moothall.kernel.describing import MessageText


def invitation(invited: Invited, *, secret: str) -> MessageText:
    """The letter to somebody who is invited, with the link that lets them join."""
    values = {
        "name": invited.name,
        "organisation": invited.organisation,
        "roles": ", ".join(invited.role_titles),
        "link": settings.BASE_URL + reverse("members:join", args=[secret]),
    }
    body = _(
        "Hello %(name)s,\n\n%(organisation)s invites you to work with it here, as: %(roles)s.\n\n"
        "Follow this link within seven days. It works once.\n\n%(link)s\n\n"
        "If you do not know why you get this, you need do nothing."
    )
    return MessageText(_("Join %(organisation)s") % values, body % values)
