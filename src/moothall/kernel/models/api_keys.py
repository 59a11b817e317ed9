"""Keys that let an organisation's own programs act for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation


class ApiKey(models.Model):
    """A program's way in, for one organisation and a few permissions; only the key's SHA-256 is kept.

    ``last_used_at`` is true to the hour.
    """

    access_policy = access.policy(
        read=[access.owner(), access.system()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
        columns=["revoked_at", "last_used_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(unique=True)
    permissions = ArrayField(models.CharField(max_length=40))
    made_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
