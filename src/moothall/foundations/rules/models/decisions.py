"""What rules decided about matters."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, PackVersion, Person

BY_SUBJECT = access.subject(within=access.of_matter())


class Decision(models.Model):
    """One decision about a matter: which version of which rules made it, and when.

    ``encrypted`` holds the answers it went by, the result and the reasons, encrypted for the person, or for
    the matter if it is about nobody. It is emptied when the time the matter is kept for is over; that a rule
    decided, and which, stays."""

    access_policy = access.policy(
        read=[access.of_matter()],
        insert=[
            access.all_of(access.any_of(BY_SUBJECT, access.owner(), access.system()), access.of_matter())
        ],
        change=[access.system()],
        columns=["encrypted"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    step = models.CharField(max_length=60)
    rules = models.CharField(max_length=80)
    version = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    decision = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    encrypted = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "step"], name="rules_decision_once")]
