"""The addresses in messages: signed, so that nobody makes one for somebody else."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kernel.refusal import NotFound

CONFIRM, END = "confirm", "end"


def to(what: str, subscription: UUID) -> str:
    """The whole address under which a subscription is confirmed or ended."""
    token = _signer(what).sign(str(subscription)).replace(":", ".")
    return f"{settings.BASE_URL}{reverse(f'subscriptions:{what}', args=[token])}"


def read(what: str, token: str) -> UUID:
    """The subscription that an address is about. Raises ``NotFound`` for one that we did not make."""
    try:
        return UUID(_signer(what).unsign(token.replace(".", ":")))
    except (BadSignature, ValueError):
        raise NotFound(_("This link does not work.")) from None


def _signer(what: str) -> Signer:
    return Signer(salt=f"moothall.subscriptions.{what}")
