"""What a timeline says of messages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.messages import rules
from moothall.foundations.messages.events import MessageFailed, MessageSent, MessageToPass
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, MessageText, describes
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
    place = places.place().name
    if way == "sms":
        said = _("%(code)s is your code for %(place)s. Tell it to nobody. It works for 15 minutes.")
        return MessageText("", said % {"code": code, "place": place})
    lasts = _("seven days") if way in rules.BY_HAND else _("15 minutes")
    said = _(
        "Hello %(name)s,\n\nyour code is %(code)s.\n\nType it on the page that asked for it. It works once,"
        " within %(lasts)s. Tell it to nobody: we never ask you for it.\n\nIf you did not ask for a code,"
        " you need do nothing. Somebody may have found the link to your request: without the code they see"
        " nothing.\n\n%(place)s"
    )
    subject = _("Your code for %(place)s") % {"place": place}
    return MessageText(subject, said % {"name": name, "code": code, "lasts": lasts, "place": place})
