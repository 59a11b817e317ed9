"""Mail that libraries send (sign-in codes), by the same post as everything else."""

import hashlib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from moothall.foundations.messages.adapters.base import CannotSend, OutgoingMessage, channel_for
from moothall.foundations.messages.tasks import sender
from moothall.kernel import clock


class PostBackend(BaseEmailBackend):
    """A Django email backend that hands messages to the place's own email post at once and keeps
    nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand over each message; returns how many were taken. Raises ``CannotSend`` unless failing
        silently."""
        return sum(self._send(message, to) for message in email_messages for to in message.to)

    def _send(self, message: EmailMessage, to: str) -> int:
        digest = hashlib.sha256(f"{to}{message.subject}{message.body}".encode()).hexdigest()[:12]
        key = f"{clock.uuid7()}-{digest}"
        try:
            channel_for("email").send(
                OutgoingMessage(key, to, str(message.subject), str(message.body), sender())
            )
        except CannotSend:
            if not self.fail_silently:
                raise
            return 0
        return 1
