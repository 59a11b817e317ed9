"""Sending the embedded provider's messages, late ones too, through the same door as a real provider's."""

import json
from uuid import UUID

from procrastinate.contrib.django import app

from moothall.adapters.embedded_pay import operations, queries
from moothall.adapters.embedded_pay.provider import SIGNATURE, sign
from moothall.foundations.payments.adapters import dealings
from moothall.kernel import act as acts


@app.task(name="embedded_pay.send", queue="payments")
def send(webhook: str) -> None:
    """Send one message as often as it was to be sent; one that is sent is not sent again."""
    row = queries.webhook(acts.system(), id=UUID(webhook))
    if row is None:
        return
    body = json.dumps(
        {
            "webhook_message_id": str(row.id),
            "api_version": 1,
            "resource_id": str(row.charge_id),
            "resource_type": "payment",
            "event_type": row.kind,
        }
    ).encode()
    for _time in range(row.times):
        dealings.hear("embedded", {SIGNATURE: sign(body)}, body)
    operations.note_sent(acts.system(), webhook=row.id)
