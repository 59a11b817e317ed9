"""Messages to people, and how far each has got."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

BY_HAND = access.when("{t}.channel IN ('phone', 'letter')")
"""Whoever works at the organisation phones or posts it and says so."""
FAILED = access.when("{t}.state IN ('failed', 'waiting')")
"""What could not be sent they have sent again."""


class Message(models.Model):
    """One message to one person: what it says and where it goes are in ``encrypted``, encrypted for that
    person.

    ``cause`` is the id of the event (or act) that asked for it, so that one cause never writes twice.
    """

    access_policy = access.policy(
        read=[
            access.subject(within=access.of_matter()),
            access.all_of(access.owner(), access.when("{t}.matter_id IS NULL"), access.unconfined()),
            access.of_matter(),
            access.system(),
        ],
        insert=[access.role("system"), access.owner()],
        change=[
            access.role("system"),
            access.all_of(access.owner(), access.of_matter(), access.any_of(BY_HAND, FAILED)),
        ],
    )

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting", "Waiting to be sent"
        BY_HAND = "by-hand", "Somebody has to phone or post it"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    cause = models.UUIDField()
    template = models.CharField(max_length=80)
    channel = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    encrypted = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "template", "channel", "person"], name="moot_messages_message_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "-written_at"], name="moot_messages_person"),
            models.Index(fields=["matter", "-written_at"], name="moot_messages_matter"),
            models.Index(
                fields=["written_at"], condition=models.Q(state="waiting"), name="moot_messages_waiting"
            ),
            models.Index(
                fields=["organisation", "written_at"],
                condition=models.Q(state__in=("by-hand", "failed")),
                name="moot_messages_by_hand",
            ),
        ]
