"""What a timeline says of journeys."""

from django.utils.translation import gettext as _

from moothall.foundations.journeys.events import JourneySent
from moothall.kernel.act import Act
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import Telling, tells


@tells(JourneySent)
def sent(act: Act, happened: Happened[JourneySent]) -> Telling:
    """The person sent their request."""
    return Telling(_("You sent your request") if act.organisation is None else _("The request was sent"))
