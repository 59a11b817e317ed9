"""What the embedded provider can say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.adapters.embedded_pay.models import Charge, Webhook
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.records import record
from moothall.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class ChargeShown:
    """A payment at the provider."""

    id: UUID
    amount_pence: int
    currency: str
    reference: str
    description: str
    progress: str
    refunded_pence: int


@dataclass(frozen=True, slots=True)
class WebhookShown:
    """A message about a charge; ``times`` is how often it goes out."""

    id: UUID
    charge_id: UUID
    connection_id: UUID | None
    kind: str
    times: int
    sent_at: datetime | None


@query(allow=allow.system)
def charge(act: Act, *, id: UUID) -> ChargeShown | None:
    """A charge."""
    row = Charge.objects.filter(pk=id).first()
    return record(ChargeShown, row) if row else None


@query(allow=allow.system)
def webhook(act: Act, *, id: UUID) -> WebhookShown:
    """A message, sent or not. Raises ``NotFound`` when there is none: it may yet be there."""
    row = Webhook.objects.select_related("charge").filter(pk=id).first()
    if row is None:
        raise NotFound("The test provider has no such message.")
    return record(WebhookShown, row, connection_id=row.charge.connection_id)
