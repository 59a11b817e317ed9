"""Published service packs."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation


class PackVersion(models.Model):
    """One published, immutable version of a service pack; a journey under way stays on its own.

    ``content`` is the whole pack as checked by :mod:`moothall.services`; ``digest`` its SHA-256;
    ``slots`` what the organisation filled in; ``source`` the version it was adopted from (lineage);
    ``draft`` what somebody else approved to be published so, nothing for one that the operator installed.
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
        columns=["retired_at"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="packs")
    name = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    slots = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    source = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    draft = models.UUIDField(null=True, unique=True)
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "version"], name="kernel_packversion_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=models.Q(retired_at=None),
                name="kernel_packversion_one_live",
            ),
        ]
        indexes = [models.Index(fields=["name", "-version"], name="kernel_packversion_name")]
