"""A payment, from the moment somebody is sent to pay until the last penny is given back."""

from django.db import models
from django.db.models import F, Q

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

BY_SUBJECT = access.subject(within=access.mandated("service"))
UNRESTRICTED = access.any_of(
    access.all_of(access.when("{t}.matter_id IS NULL"), access.unconfined()), access.of_matter()
)
BY_OWNER = [access.all_of(access.owner(), UNRESTRICTED), access.system()]
"""The organisation's own, unless the matter is restricted to others; Moothall itself."""


class Payment(models.Model):
    """What a person pays at one provider for what it is ``held_for``: a journey, an order, a call at a desk.

    ``state`` is what the provider says and only Moothall itself writes it. What the person's own acts may
    say is when that was sent (``settled_at``: take the money) or given up (``released_at``: do not);
    never both. ``sql/payments.sql`` allows nothing else. ``lines`` hold words, pence and code of each thing
    paid for, never anything personal.
    """

    access_policy = access.policy(
        read=[BY_SUBJECT, *BY_OWNER],
        insert=[BY_SUBJECT, *BY_OWNER],
        change=[BY_SUBJECT, access.system(), access.all_of(access.owner(), access.role("system"))],
    )

    class State(models.TextChoices):
        """Where the money is."""

        CREATED = "created"
        AUTHORISED = "authorised"
        CAPTURED = "captured"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    reference = models.CharField(max_length=20, default=clock.reference)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_for = models.UUIDField()
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=80)
    provider = models.CharField(max_length=30)
    connection_id = models.UUIDField(null=True)
    """Through which connection; of none, the provider that serves where nobody connected anything."""
    provider_reference = models.CharField(max_length=80, blank=True)
    pay_at = models.URLField(max_length=2_000, blank=True)
    """The provider's page, where the person pays."""
    amount_pence = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="GBP")
    lines = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.CREATED)
    reason = models.CharField(max_length=20, blank=True)
    """Why it failed, as a code: ``declined``, ``expired``, ``cancelled``, ``error``."""
    created_at = models.DateTimeField()
    authorised_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    refunded_pence = models.PositiveIntegerField(default=0)
    """Refunds asked for and not refused; counted by the trigger on refunds."""

    @property
    def is_live(self) -> bool:
        """Whether it stands in the way of another payment for the same thing."""
        return self.released_at is None and self.state in LIVE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["held_for"],
                condition=Q(state__in=("created", "authorised", "captured"), released_at=None),
                name="payments_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_reference"],
                condition=~Q(provider_reference=""),
                name="payments_provider_reference_once",
            ),
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="payments_some_amount"),
            models.CheckConstraint(
                condition=Q(refunded_pence__lte=F("amount_pence")), name="payments_refunded_at_most"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(released_at=None), name="payments_settled_or_released"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="payments_organisation"),
            models.Index(fields=["person", "-created_at"], name="payments_person"),
            models.Index(fields=["matter"], name="payments_matter"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=("created", "authorised")),
                name="payments_under_way",
            ),
        ]


LIVE = (Payment.State.CREATED, Payment.State.AUTHORISED, Payment.State.CAPTURED)


class Refund(models.Model):
    """Money given back, whole or part, by staff, for a reason.

    ``reason`` is a code; ``note`` in the officer's words, encrypted for the person it is about.
    """

    access_policy = access.policy(
        read=[access.of_parent("payments_payment", "payment_id")],
        insert=[access.all_of(access.owner(), access.of_parent("payments_payment", "payment_id"))],
        change=[access.system(), access.all_of(access.owner(), access.role("system"))],
    )

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked"
        DONE = "done"
        FAILED = "failed"

    class Reason(models.TextChoices):
        """Why money is given back."""

        CANCELLED = "cancelled"
        NOT_PROVIDED = "not-provided"
        OVERCHARGED = "overcharged"
        GOODWILL = "goodwill"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    amount_pence = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.BinaryField(null=True)
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    asked_by_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    provider_reference = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="payments_refund_some_amount")
        ]
        indexes = [
            models.Index(fields=["payment", "asked_at"], name="payments_refund_payment"),
            models.Index(fields=["asked_at"], condition=Q(state="asked"), name="payments_refund_asked"),
        ]
