"""Email by SMTP, with what Django offers for it."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from moothall.foundations.messages.adapters.base import POSTS, CannotSend, Letter, Post


@POSTS.under("smtp")
class Smtp(Post):
    """Sends through the mail server of the settings (``MOOTHALL_SMTP_HOST`` …)."""

    channel = "email"

    def send(self, letter: Letter) -> str:
        """Hand ``letter`` to the mail server; its key becomes the Message-ID, so that a repeat can be
        told."""
        message_id = f"<{letter.key}@{settings.MOOTHALL_MAIL_DOMAIN}>"
        message = EmailMessage(
            letter.subject, letter.body, letter.sender, [letter.to], headers={"Message-ID": message_id},
            reply_to=[letter.reply_to] if letter.reply_to else None,
        )  # fmt: skip
        try:
            message.connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
            message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            raise CannotSend("The mail server refuses the address.", for_good=True) from refusal
        except (smtplib.SMTPException, OSError) as failure:
            raise CannotSend(f"The mail server could not be reached: {type(failure).__name__}") from failure
        return message_id
