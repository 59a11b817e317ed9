"""Handing messages to the post, outside any transaction."""

import logging
from datetime import datetime
from email.utils import formataddr
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from moothall.foundations.messages import operations
from moothall.foundations.messages.adapters.base import CannotSend, OutgoingMessage, channel_for
from moothall.foundations.messages.apps import MessageSettings
from moothall.foundations.messages.models import Message
from moothall.foundations.messages.operations import ToSend
from moothall.kernel import act as acts
from moothall.kernel import backlogs, places, settings
from moothall.kernel.jobs import Lane, Patiently
from moothall.kernel.place_settings import PlaceSettings

log = logging.getLogger(__name__)


def _waiting(moment: datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=Message.State.WAITING)


backlogs.declare(
    backlogs.Rows(
        name="messages", title=cast(str, _("Messages to send")), rows=_waiting, since="written_at",
        task="messages.send", argument="message",
    )
)  # fmt: skip


@app.task(name="messages.send", queue=Lane.SOON, retry=Patiently(tries=8))
def send(message: str) -> None:
    """Send one message; when the post does not take it, for whatever reason, try again later.

    Whatever else goes wrong (such as a message that is not there) fails the job, which then comes again.
    """
    waiting = operations.begin_sending(acts.system(), message=UUID(message))
    if waiting is None:
        return
    receipt = _post(waiting)
    if receipt is not None:
        operations.record_sent(acts.system(), message=waiting.id, receipt=receipt)


def _post(waiting: ToSend) -> str | None:
    """Hand a message to the post; ``None`` when it was not taken, which is written down."""
    letter = OutgoingMessage(
        str(waiting.id), waiting.to, waiting.subject, waiting.body, sender(waiting.organisation),
        reply_to=settings.of(MessageSettings, organisation=waiting.organisation).reply_to,
        unsubscribe=waiting.unsubscribe,
    )  # fmt: skip
    try:
        return channel_for(waiting.channel, organisation=waiting.organisation).send(letter)
    except Exception as failure:
        log.warning("message %s could not be sent: %s", waiting.id, type(failure).__name__)
        for_good = isinstance(failure, CannotSend) and failure.for_good
        operations.record_failure(acts.system(), message=waiting.id, for_good=for_good)
        return None


def sender(organisation: UUID | None = None) -> str:
    """Whom messages come from: the name that ``organisation`` set, at the place's own address."""
    place = places.place()
    name = settings.of(MessageSettings, organisation=organisation).sender_name or place.name
    address = settings.of(PlaceSettings).email or f"no-reply@{place.slug}.example"
    return formataddr((name, address))
