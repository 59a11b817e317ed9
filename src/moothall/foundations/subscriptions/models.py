"""Who follows what, and what they were told of."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

SEES_MATTER = access.any_of(access.of_public(), access.of_matter())
IN_CAPACITY = access.any_of(access.when("{t}.organisation_id IS NULL"), access.owner())
"""Follows for themselves, or as staff of the organisation that they work for now."""


class Subscription(models.Model):
    """That somebody follows one matter, or all public ones of a ``kind`` at an organisation (``at``).

    Whoever gave only an email address is a guest, who is written to once they have shown that it is theirs
    (``confirmed_at``); ``address_digest`` finds the same address again. Staff follow for an ``organisation``
    and see what they follow while they work for it. One that ended stays ended.
    """

    class Way(models.TextChoices):
        """How somebody is told."""

        MESSAGE = "message"
        PAGE = "page"

    class Pace(models.TextChoices):
        """How soon somebody is written to."""

        NOW = "now"
        DAILY = "daily"

    access_policy = access.policy(
        read=[access.actor(), access.system()],
        insert=[
            access.all_of(
                access.actor(), IN_CAPACITY, access.any_of(access.when("{t}.matter_id IS NULL"), SEES_MATTER)
            ),
            access.system(),
        ],
        change=[access.actor(), access.system()],
        columns=["way", "pace", "confirmed_at", "ended_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=80, default="")
    at = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=8, choices=Way, default=Way.MESSAGE)
    pace = models.CharField(max_length=6, choices=Pace, default=Pace.NOW)
    address_digest = models.CharField(max_length=64, default="")
    since_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matter__isnull=False, kind="", at=None)
                | (models.Q(matter=None, at__isnull=False) & ~models.Q(kind="")),
                name="subscriptions_one_target",
            ),
            models.UniqueConstraint(
                fields=["person", "matter"],
                condition=models.Q(ended_at=None, matter__isnull=False),
                name="subscriptions_matter_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "at"],
                condition=models.Q(ended_at=None, matter=None),
                name="subscriptions_kind_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["matter"], condition=models.Q(ended_at=None), name="subscriptions_of_matter"
            ),
            models.Index(
                fields=["kind", "at"],
                condition=models.Q(ended_at=None, matter=None),
                name="subscriptions_of_kind",
            ),
            models.Index(fields=["person", "-since_at"], name="subscriptions_of_person"),
            models.Index(
                fields=["since_at"],
                condition=models.Q(confirmed_at=None, ended_at=None),
                name="subscriptions_unconfirmed",
            ),
            models.Index(
                fields=["address_digest"],
                condition=~models.Q(address_digest=""),
                name="subscriptions_of_address",
            ),
        ]


class Notice(models.Model):
    """That somebody is told of one event on a matter. It holds no words: those are made for whoever reads
    it, from what they may see at that moment."""

    access_policy = access.policy(
        read=[access.all_of(access.actor(), IN_CAPACITY, SEES_MATTER), access.system()],
        insert=[access.system()],
        change=[access.all_of(access.actor(), IN_CAPACITY), access.system()],
        remove=[access.system()],
        columns=["read_at", "sent_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    event_at = models.DateTimeField()
    event_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event_id"], name="subscriptions_notice_once")
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="subscriptions_notice_of"),
            models.Index(
                fields=["person"], condition=models.Q(read_at=None), name="subscriptions_notice_unread"
            ),
            models.Index(
                fields=["person", "at"], condition=models.Q(sent_at=None), name="subscriptions_notice_unsent"
            ),
            models.Index(fields=["at"], name="subscriptions_notice_at"),
        ]
