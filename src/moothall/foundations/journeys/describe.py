"""What a timeline says of journeys."""

from django.utils.translation import gettext as _

from moothall.foundations.journeys.events import JourneySent
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, describes
from moothall.kernel.reactions import Envelope


@describes(JourneySent)
def sent(act: Act, envelope: Envelope[JourneySent]) -> Description:
    """The person sent their request."""
    return Description(_("You sent your request") if act.organisation is None else _("The request was sent"))
