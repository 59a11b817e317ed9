"""Connections to systems that are not ours."""

from django.db import models
from django.db.models import Q

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation

OWN = access.all_of(
    access.owner(), access.any_of(access.when("NOT {t}.is_for_place"), access.role("operator"))
)
"""The organisation's own; one for the whole place is its operators' alone."""


class Connection(models.Model):
    """What an organisation reaches a system of a kind with: ``adapter`` and its ``credentials``, encrypted
    under the organisation's key. One that is ``is_for_place`` serves every organisation without its own, and
    is looked after by the organisation that runs the place.

    ``outcome`` says what the last test found: nothing when all was well, else words for whoever mends it.
    """

    access_policy = access.policy(
        read=[OWN, access.system()],
        insert=[OWN, access.system()],
        change=[OWN, access.system()],
        columns=["name", "credentials", "changed_at", "tested_at", "outcome", "ended_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_for_place = models.BooleanField(default=False)
    kind = models.CharField(max_length=20)
    adapter = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    credentials = models.BinaryField()
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(ended_at=None, is_for_place=False),
                name="kernel_connection_one_each",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(ended_at=None, is_for_place=True),
                name="kernel_connection_of_place",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="kernel_connection_organisation")]
