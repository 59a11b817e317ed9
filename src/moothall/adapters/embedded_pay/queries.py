"""What the embedded provider can say."""

from uuid import UUID

from moothall.adapters.embedded_pay.models import Charge, Webhook
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query


@query(allow=allow.system)
def charge(act: Act, *, id: UUID) -> Charge | None:
    """A charge."""
    return Charge.objects.filter(pk=id).first()


@query(allow=allow.system)
def webhook(act: Act, *, id: UUID) -> Webhook | None:
    """A message that has not been sent yet."""
    return Webhook.objects.select_related("charge").filter(pk=id, sent_at=None).first()
