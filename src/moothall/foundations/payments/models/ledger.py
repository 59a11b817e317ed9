"""The double-entry ledger: append-only, balanced by the database when a transaction commits."""

from django.db import models
from django.db.models import Q

from moothall.foundations.payments.models.payments import Payment, Refund
from moothall.kernel import access, clock
from moothall.kernel.models import Organisation

OWN = [access.owner(), access.system()]


class LedgerAccount(models.Model):
    """An account of an organisation: ``provider:embedded`` (what a provider owes it), ``income:<code>``,
    ``refunds``."""

    access_policy = access.policy(read=OWN, insert=OWN)

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="payments_account_code_once")
        ]


class LedgerTransaction(models.Model):
    """One movement of money: a payment captured or a refund made. Each is posted once."""

    access_policy = access.policy(
        read=[
            access.all_of(access.owner(), access.of_parent("payments_payment", "payment_id")),
            access.system(),
        ],
        insert=[access.system(), access.all_of(access.owner(), access.role("system"))],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="transactions")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="transactions")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=Q(refund=None), name="payments_capture_posted_once"
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=~Q(refund=None), name="payments_refund_posted_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-at"], name="payments_transaction_at")]


class LedgerEntry(models.Model):
    """One side of a transaction: a debit is positive, a credit negative; all sides add up to nothing."""

    access_policy = access.policy(
        read=[access.of_parent("payments_ledgertransaction", "transaction_id")],
        insert=[access.system(), access.all_of(access.owner(), access.role("system"))],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="entries")
    amount_pence = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_pence=0), name="payments_entry_some_amount")
        ]
        indexes = [
            models.Index(fields=["transaction"], name="payments_entry_transaction"),
            models.Index(fields=["account"], name="payments_entry_account"),
        ]
