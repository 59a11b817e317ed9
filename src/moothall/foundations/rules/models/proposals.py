"""Changes of rules that one person proposed and another decides about."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation, PackVersion, Person

BY_OWNER = access.all_of(access.owner(), access.role("staff"))


class Proposal(models.Model):
    """That somebody wants one file of a live service's rules to be another, and what came of it.

    ``text`` is the whole file; empty, the file is taken out. ``base`` is the version of the service that was
    live when it was written, ``published`` the one it became. ``is_alone`` says that nobody else in the
    organisation could have decided, which is the only way in which the same person may do both.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        WAITING = "waiting"
        PUBLISHED = "published"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"

    access_policy = access.policy(
        read=[BY_OWNER],
        insert=[BY_OWNER],
        change=[BY_OWNER],
        columns=["outcome", "decided_by_id", "decided_at", "remark", "published_id", "is_alone"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pack = models.SlugField(max_length=80)
    rules = models.SlugField(max_length=80)
    path = models.CharField(max_length=200)
    instead_of = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    base = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)
    published = models.ForeignKey(PackVersion, models.PROTECT, null=True, related_name="+")
    is_alone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="published")
                | models.Q(is_alone=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="rules_proposal_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="waiting", decided_at=None)
                | (~models.Q(outcome="waiting") & models.Q(decided_at__isnull=False)),
                name="rules_proposal_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "pack", "rules", "-id"], name="rules_proposal_history"),
            models.Index(
                fields=["organisation", "-id"],
                condition=models.Q(outcome="waiting"),
                name="rules_proposal_waiting",
            ),
        ]
