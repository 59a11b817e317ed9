"""The embedded provider behind the face that payments know, and how it sends its messages."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from moothall.adapters.embedded_pay import operations, queries
from moothall.foundations.payments.adapters.base import (
    Impossible,
    Message,
    Progress,
    Provider,
    Standing,
    Wanted,
    provider,
)
from moothall.kernel import act as acts
from moothall.kernel.refusal import Conflict, Refused

SIGNATURE = "Pay-Signature"
"""The header with the HMAC-SHA-256 of the body in hexadecimal, as GOV.UK Pay sends it."""


@provider("embedded")
class Embedded(Provider):
    """Takes no money."""

    title = "Test provider"

    def create(self, wanted: Wanted) -> Standing:
        """Make a charge, with a page of its own."""
        charge = operations.open_charge(
            acts.system(), idempotency=wanted.key, amount_pence=wanted.amount_pence, currency=wanted.currency,
            reference=wanted.reference, description=wanted.description, back=wanted.back,
        )  # fmt: skip
        return self.look_up(str(charge))

    def look_up(self, reference: str) -> Standing:
        """How a charge stands."""
        row = queries.charge(acts.system(), id=UUID(reference))
        if row is None:
            return Standing(reference, Progress.ERROR)
        return Standing(
            reference, Progress(row.progress), f"{settings.BASE_URL}{reverse('embedded_pay', args=[row.id])}",
            row.amount_pence, row.refunded_pence,
        )  # fmt: skip

    def capture(self, reference: str) -> Standing:
        """Take what was authorised, unless it has been let go meanwhile."""
        try:
            operations.capture_charge(acts.system(), charge=UUID(reference))
        except Conflict:
            return self.look_up(reference)
        return self.look_up(reference)

    def cancel(self, reference: str) -> Standing:
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
            raise Impossible(refusal.words) from refusal
        return str(made)

    def read(self, headers: Mapping[str, str], body: bytes) -> Message | None:
        """A message of ours."""
        if not hmac.compare_digest(sign(body), headers.get(SIGNATURE, "")):
            return None
        said = json.loads(body)
        return Message(said["webhook_message_id"], said["resource_id"])


def sign(body: bytes) -> str:
    """The signature of a message, under a key made from the installation's secret."""
    key = hashlib.sha256(b"embedded-pay|" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
