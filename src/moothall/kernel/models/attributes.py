"""What a person told about themselves, one row for each thing and whoever it was told to."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation
from moothall.kernel.models.people import IN_SIGHT, Person


class Attribute(models.Model):
    """One thing somebody told about themselves, encrypted under their data key: to which organisation, for
    which service, when.

    They see all of theirs; an organisation what it was told itself, while it has to do with them, and what a
    live grant names. Under a mandate for single services only what was told for these is seen.
    """

    access_policy = access.policy(
        read=[
            access.subject(within=access.mandated("told_for")),
            access.actor(),
            access.all_of(access.owner("told_to_id"), access.Rule(IN_SIGHT.format(column="person_id"))),
            access.granted_attribute(),
            access.system(),
        ],
        insert=[access.subject(), access.actor(), access.system()],
        remove=[access.subject(), access.actor(), access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="attributes")
    name = models.CharField(max_length=40)
    value = models.BinaryField()
    told_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    told_for = models.CharField(max_length=80, default="")
    told_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "told_at"], name="kernel_attribute_person")]
