"""Where rules failed."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation, PackVersion


class Failure(models.Model):
    """One way in which a rule of a version of a pack fails, how often somebody met it, and when last.

    ``words`` say what is wrong with the rule; nothing here says who met it or what they had answered.
    """

    access_policy = access.policy(
        read=[access.owner(), access.system()], insert=[access.system()], change=[access.system()]
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    rules = models.CharField(max_length=80)
    decision = models.CharField(max_length=200)
    words = models.CharField(max_length=500)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "rules", "decision"], name="rules_failure_once")
        ]
        indexes = [models.Index(fields=["organisation", "-last_at"], name="rules_failure_organisation")]
