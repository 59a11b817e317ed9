"""What organisations set, every version of it."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation

OF_PLACE = access.all_of(access.when("{t}.organisation_id IS NULL"), access.role("operator"))
"""What holds for the whole place is its operators' to see whole and to set."""


class Setting(models.Model):
    """One version of a capability's settings: of an organisation, or (of none) of the place. The last one is
    in force, and is read by everybody through ``moothall.settings_of`` (``sql/settings.sql``)."""

    access_policy = access.policy(
        read=[access.owner(), OF_PLACE, access.system()],
        insert=[access.owner(), OF_PLACE, access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    capability = models.CharField(max_length=40)
    content = models.JSONField()
    version = models.PositiveIntegerField()
    since_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "capability", "version"],
                nulls_distinct=False,
                name="kernel_setting_version_once",
            )
        ]
