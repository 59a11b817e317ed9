"""What a timeline says of messages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.messages.events import MessageFailed, MessageSent, MessageToPass
from moothall.kernel.act import Act
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import Telling, tells


@tells(MessageToPass)
def to_pass(act: Act, happened: Happened[MessageToPass]) -> Telling:
    """Somebody has to phone or post; staff find there what to say."""
    is_letter = happened.event.channel == "letter"
    if act.organisation is None:
        return Telling(_("We post you a letter about this") if is_letter else _("We phone you about this"))
    what = _("Somebody has to post them a letter") if is_letter else _("Somebody has to phone them")
    return Telling(what, href=f"/staff/by-hand/{happened.event.message}/")


SENT: dict[str, Any] = {
    "email": gettext_lazy("We sent you an email"),
    "sms": gettext_lazy("We sent you a text message"),
    "phone": gettext_lazy("We phoned you"),
    "letter": gettext_lazy("We posted you a letter"),
}


@tells(MessageSent)
def sent(act: Act, happened: Happened[MessageSent]) -> Telling:
    """A message went out."""
    return Telling(str(SENT[happened.event.channel]))


@tells(MessageFailed)
def failed(act: Act, happened: Happened[MessageFailed]) -> Telling:
    """A message did not go."""
    return Telling(_("A message could not be delivered"))
