"""What the embedded provider knows: it shares no table and no key with payments, as a real one would not."""

from django.db import models
from django.db.models import F, Q

from moothall.kernel import access, clock

ITS_OWN = access.policy(read=[access.system()], insert=[access.system()], change=[access.system()])


class Charge(models.Model):
    """A payment at the provider; ``progress`` in the words of ``payments.adapters.base.Progress``."""

    access_policy = ITS_OWN

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    key = models.CharField(max_length=80, unique=True)
    amount_pence = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=80)
    description = models.CharField(max_length=255)
    back = models.CharField(max_length=2_000)
    connection_id = models.UUIDField(null=True)
    """Whose account it is with: where messages about it go."""
    progress = models.CharField(max_length=10, default="waiting")
    refunded_pence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_pence__lte=F("amount_pence")), name="embedded_pay_refunded_at_most"
            )
        ]


class Return(models.Model):
    """A refund at the provider."""

    access_policy = ITS_OWN

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    key = models.CharField(max_length=80, unique=True)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="returns")
    amount_pence = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class Webhook(models.Model):
    """A message about a charge that has yet to be sent, or was; ``times`` is how often it goes out."""

    access_policy = ITS_OWN

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="webhooks")
    kind = models.CharField(max_length=40)
    times = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="embedded_pay_webhook_unsent")
        ]
