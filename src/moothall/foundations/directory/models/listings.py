"""What the directory says of an organisation."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from moothall.kernel import access
from moothall.kernel.models import Organisation


class Listing(models.Model):
    """An organisation's entry: the ``organization`` of HSDS 3.0, beside the kernel's own columns.

    ``document`` is everything read about it; ``full_json`` and ``brief_json`` are how Open Referral UK shows
    it, prepared whenever it changes. ``digest`` is the SHA-256 of what was read, so that an import can tell
    what is new; ``source`` names where it came from.
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
    )

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="listing"
    )
    source = models.CharField(max_length=200)
    digest = models.BinaryField()
    name = models.CharField(max_length=200)
    document = models.JSONField()
    full_json = models.TextField()
    brief_json = models.TextField()
    modified_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name", "organisation"], name="directory_listing_name"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="directory_listing_letters"),
        ]
