"""Sending the embedded provider's messages, late ones too, through the same door as a real provider's."""

import json
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from moothall.adapters.embedded_pay import operations, queries
from moothall.adapters.embedded_pay.models import Webhook
from moothall.adapters.embedded_pay.provider import SIGNATURE, sign
from moothall.foundations.payments.adapters import gateway
from moothall.kernel import act as acts
from moothall.kernel.backlogs import Rows, declare
from moothall.kernel.jobs import Lane, Patiently
from moothall.kernel.queries import connections


def _unsent(moment: datetime) -> QuerySet[Webhook]:
    return Webhook.objects.filter(sent_at=None, due_at__lte=moment)


declare(
    Rows(
        name="test-provider", title=cast(str, _("Messages of the test payment provider")), rows=_unsent,
        since="due_at", task="embedded_pay.send", argument="webhook",
    )
)  # fmt: skip


@app.task(name="embedded_pay.send", queue=Lane.NOW, retry=Patiently(tries=8))
def send(webhook: str) -> None:
    """Send one message as often as it was to be sent; one that is sent is not sent again."""
    row = queries.webhook(acts.system(), id=UUID(webhook))
    if row.sent_at is not None:
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
    secret = _secret(row.connection_id)
    for _time in range(row.times):
        gateway.receive_webhook(str(row.connection_id or "embedded"), {SIGNATURE: sign(body, secret)}, body)
    operations.note_sent(acts.system(), webhook=row.id)


def _secret(connection: UUID | None) -> str:
    """What the messages of an account are signed with, as it was agreed on when it was connected."""
    if connection is None:
        return ""
    return str(connections.credentials(acts.system(), connection=connection).get("signing_secret", ""))
