"""What a timeline says of messages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.messages import rules
from moothall.foundations.messages.events import MessageFailed, MessageSent, MessageToPass
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, MessageText, describes, worded
from moothall.kernel.reactions import Envelope


@describes(MessageToPass)
def to_pass(act: Act, envelope: Envelope[MessageToPass]) -> Description:
    """Somebody has to phone or post; staff find there what to say."""
    is_letter = envelope.event.channel == "letter"
    if act.organisation is None:
        return Description(
            _("We post you a letter about this") if is_letter else _("We phone you about this")
        )
    what = _("Somebody has to post them a letter") if is_letter else _("Somebody has to phone them")
    return Description(what, href=reverse("messages:by_hand_one", args=[envelope.event.message]))


SENT: dict[str, Any] = {
    "email": gettext_lazy("We sent you an email"),
    "sms": gettext_lazy("We sent you a text message"),
    "phone": gettext_lazy("We phoned you"),
    "letter": gettext_lazy("We posted you a letter"),
}


SENT_TO_THEM: dict[str, Any] = {
    "email": gettext_lazy("An email was sent to them"),
    "sms": gettext_lazy("A text message was sent to them"),
    "phone": gettext_lazy("They were phoned"),
    "letter": gettext_lazy("A letter was posted to them"),
}


@describes(MessageSent)
def sent(act: Act, envelope: Envelope[MessageSent]) -> Description:
    """A message went out."""
    said = SENT if act.organisation is None else SENT_TO_THEM
    return Description(str(said[envelope.event.channel]))


@describes(MessageFailed)
def failed(act: Act, envelope: Envelope[MessageFailed]) -> Description:
    """A message did not go."""
    return Description(_("A message could not be delivered"))


def code_letter(code: str, *, name: str, way: str) -> MessageText:
    """What somebody is sent who has to show that a request is theirs."""
    message = {"sms": "code_by_text"}.get(way, "code_by_hand" if way in rules.BY_HAND else "code")
    return worded(f"messages.{message}", name=name, code=code, place=places.place().name)
