"""The embedded provider behind the face that payments know, and how it sends its messages."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Annotated, cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.adapters.embedded_pay import operations, queries
from moothall.foundations.payments.adapters.base import (
    PaymentRequest,
    Progress,
    Provider,
    ProviderRejected,
    ProviderStatus,
    WebhookMessage,
    provider,
)
from moothall.kernel import act as acts
from moothall.kernel.adapters import Credentials
from moothall.kernel.refusal import Conflict, Refused
from moothall.kernel.settings import Asked

SIGNATURE = "Pay-Signature"
"""The header with the HMAC-SHA-256 of the body in hexadecimal, as GOV.UK Pay sends it."""


class TestCredentials(Credentials):
    """What the test provider signs its messages with; the installation's own secret, if nothing is given."""

    signing_secret: Annotated[
        str, Field(max_length=200), Asked(_("Secret that messages are signed with"), is_secret=True)
    ] = ""


@provider("embedded")
class Embedded(Provider):
    """Takes no money."""

    title = _("The test provider, which takes no money")
    is_test = True
    asks = TestCredentials

    def test(self) -> None:
        """It is always there."""

    def create(self, wanted: PaymentRequest) -> ProviderStatus:
        """Make a charge, with a page of its own."""
        charge = operations.open_charge(
            acts.system(), idempotency=wanted.key, amount_pence=wanted.amount_pence, currency=wanted.currency,
            reference=wanted.reference, description=wanted.description, back=wanted.back,
            connection=self.connection.id,
        )  # fmt: skip
        return self.look_up(str(charge))

    def look_up(self, reference: str) -> ProviderStatus:
        """How a charge stands."""
        row = queries.charge(acts.system(), id=UUID(reference))
        if row is None:
            return ProviderStatus(reference, Progress.ERROR)
        address = settings.BASE_URL + reverse("embedded_pay:pay", args=[row.id])
        return ProviderStatus(
            reference, Progress(row.progress), address,
            row.amount_pence, row.refunded_pence,
        )  # fmt: skip

    def capture(self, reference: str) -> ProviderStatus:
        """Take what was authorised, unless it has been let go meanwhile."""
        try:
            operations.capture_charge(acts.system(), charge=UUID(reference))
        except Conflict:
            return self.look_up(reference)
        return self.look_up(reference)

    def cancel(self, reference: str) -> ProviderStatus:
        """Let a charge go."""
        operations.cancel_charge(acts.system(), charge=UUID(reference))
        return self.look_up(reference)

    def refund(self, reference: str, *, amount_pence: int, available_pence: int, key: str) -> str:
        """Give back."""
        try:
            made = operations.return_money(
                acts.system(), charge=UUID(reference), amount_pence=amount_pence,
                available_pence=available_pence, idempotency=key,
            )  # fmt: skip
        except Refused as refusal:
            raise ProviderRejected(refusal.words) from refusal
        return str(made)

    def read(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage | None:
        """A message of ours."""
        secret = cast(TestCredentials, self.credentials).signing_secret
        if not hmac.compare_digest(sign(body, secret), headers.get(SIGNATURE, "")):
            return None
        said = json.loads(body)
        return WebhookMessage(said["webhook_message_id"], said["resource_id"])


def sign(body: bytes, secret: str = "") -> str:
    """The signature of a message, under a key made from the connection's secret or the installation's."""
    key = hashlib.sha256(b"embedded-pay|" + (secret or settings.SECRET_KEY).encode()).digest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
