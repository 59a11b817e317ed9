"""What members are written."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from moothall.foundations.members.queries import Invited
from moothall.kernel import describing
from moothall.kernel.describing import MessageText


def invitation(invited: Invited, *, secret: str, organisation: UUID | None) -> MessageText:
    """The letter to somebody who is invited, with the link that lets them join."""
    return describing.worded(
        "members.invitation",
        organisation=organisation,
        name=invited.name,
        invited_by=invited.organisation,
        roles=", ".join(invited.role_titles),
        link=settings.BASE_URL + reverse("members:join", args=[secret]),
    )
