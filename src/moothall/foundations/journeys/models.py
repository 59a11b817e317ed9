"""A journey: somebody on their way through one version of a service pack."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, PackVersion, Person

BY_SUBJECT = [access.subject(within=access.mandated("service")), access.system()]


class Journey(models.Model):
    """What somebody has answered so far, and what became of it.

    ``encrypted`` holds every answer, encrypted for the person. A journey is *sent* (there is a matter then)
    or *ended* (given up: its answers are gone), or under way; 30 days after sending its answers go too.
    Nobody but the person, those with a mandate, and Moothall itself can see it: an organisation gets what was
    sent, not what was typed."""

    access_policy = access.policy(
        read=BY_SUBJECT,
        insert=BY_SUBJECT,
        change=BY_SUBJECT,
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    service = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="en")
    encrypted = models.BinaryField(null=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None, matter=None)
                | models.Q(sent_at__isnull=False, matter__isnull=False),
                name="journeys_journey_sent_has_matter",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(ended_at=None),
                name="journeys_journey_sent_or_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-updated_at"], name="journeys_journey_person"),
            models.Index(
                fields=["updated_at"],
                condition=models.Q(sent_at=None, ended_at=None),
                name="journeys_journey_under_way",
            ),
        ]
