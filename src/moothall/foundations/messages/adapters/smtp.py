"""Email by SMTP, with what Django offers for it."""

import smtplib
from email.utils import formataddr, parseaddr
from typing import Annotated, Literal, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.foundations.messages.adapters.base import EMAIL, CannotSend, Channel, OutgoingMessage
from moothall.kernel import reaching
from moothall.kernel.adapters import CannotReach, Credentials
from moothall.kernel.settings import Asked

SECONDS = 20


class SmtpCredentials(Credentials):
    """A mail server, and whom it takes messages from."""

    host: Annotated[
        str, Field(min_length=1, max_length=253), Asked(_("Address of the mail server"), leads_to="host")
    ]
    port: Annotated[int, Field(ge=1, le=65_535), Asked(_("Port"), _("Mostly 587 or 465."))] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Asked(
            _("Encryption"),
            options=(("starttls", _("From STARTTLS on")), ("tls", _("From the start")), ("none", _("None"))),
        ),
    ] = "starttls"
    user: Annotated[str, Field(max_length=200), Asked(_("User name"))] = ""
    password: Annotated[str, Field(max_length=1_000), Asked(_("Password"), is_secret=True)] = ""
    sender: Annotated[
        str,
        Field(max_length=254, pattern=r"^([^@\s<>]+@[^@\s<>]+\.[^@\s<>]+)?$"),
        Asked(_("Email address that messages come from"), _("The place’s, if you give none.")),
    ] = ""


@EMAIL.under("smtp")
class Smtp(Channel):
    """Sends through a mail server."""

    channel = "email"
    title = _("A mail server (SMTP)")
    asks = SmtpCredentials

    @property
    def server(self) -> SmtpCredentials:
        """The mail server."""
        return cast(SmtpCredentials, self.credentials)

    def send(self, letter: OutgoingMessage) -> str:
        """Hand ``letter`` to the mail server; its key becomes the Message-ID, so that a repeat can be
        told."""
        message_id = f"<{letter.key}@{settings.MOOTHALL_MAIL_DOMAIN}>"
        message = EmailMessage(
            letter.subject, letter.body, self._sender(letter), [letter.to],
            headers={"Message-ID": message_id, **_leaving(letter)},
            reply_to=[letter.reply_to] if letter.reply_to else None,
        )  # fmt: skip
        try:
            message.connection = self._backend()
            message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            raise CannotSend("The mail server refuses the address.", for_good=True) from refusal
        except (smtplib.SMTPException, OSError, CannotReach) as failure:
            raise CannotSend(f"The mail server could not be reached: {type(failure).__name__}") from failure
        return message_id

    def test(self) -> None:
        """Say hello, and sign in."""
        try:
            backend = self._backend()
            backend.open()
            backend.close()
        except (smtplib.SMTPException, OSError) as failure:
            raise CannotReach(f"The mail server does not let us in: {type(failure).__name__}") from failure

    def _backend(self) -> EmailBackend:
        reaching.check_host(self.server.host)
        return EmailBackend(
            host=self.server.host, port=self.server.port, username=self.server.user,
            password=self.server.password, use_tls=self.server.security == "starttls",
            use_ssl=self.server.security == "tls", timeout=SECONDS,
        )  # fmt: skip

    def _sender(self, letter: OutgoingMessage) -> str:
        """Its own address, if it has one, under the name that the letter comes from."""
        name, address = parseaddr(letter.sender)
        return formataddr((name, self.server.sender or address))


def _leaving(letter: OutgoingMessage) -> dict[str, str]:
    """What lets a mail program offer to end what the message comes of (RFC 2369, RFC 8058)."""
    if not letter.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
