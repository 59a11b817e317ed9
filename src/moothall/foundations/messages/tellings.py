"""What a timeline says of messages."""

from django.utils.translation import gettext as _

from moothall.foundations.messages.events import MessageFailed, MessageSent
from moothall.kernel.act import Act
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import Telling, tells


@tells(MessageSent)
def sent(act: Act, happened: Happened[MessageSent]) -> Telling:
    """An email or text message went out."""
    if happened.event.channel == "sms":
        return Telling(_("We sent you a text message"))
    return Telling(_("We sent you an email"))


@tells(MessageFailed)
def failed(act: Act, happened: Happened[MessageFailed]) -> Telling:
    """A message did not go."""
    return Telling(_("A message could not be delivered"))
