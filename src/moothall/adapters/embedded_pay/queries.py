"""What the embedded provider can say."""

from uuid import UUID

from moothall.adapters.embedded_pay.models import Charge, Webhook
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.refusal import NotFound


@query(allow=allow.system)
def charge(act: Act, *, id: UUID) -> Charge | None:
    """A charge."""
    return Charge.objects.filter(pk=id).first()


@query(allow=allow.system)
def webhook(act: Act, *, id: UUID) -> Webhook:
    """A message, sent or not. Raises ``NotFound`` when there is none: it may yet be there."""
    row = Webhook.objects.select_related("charge").filter(pk=id).first()
    if row is None:
        raise NotFound("The test provider has no such message.")
    return row
