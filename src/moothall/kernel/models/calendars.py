"""The days on which organisations work."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation

BY_OWNER = [access.owner(), access.system()]


class WorkingCalendar(models.Model):
    """On which days an organisation, or a part of it, works (:class:`moothall.kernel.workdays.WorkingDays`);
    the first one an organisation has is its usual one."""

    access_policy = access.policy(read=[access.anyone()], insert=BY_OWNER, change=BY_OWNER)

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    weekdays = ArrayField(models.CharField(max_length=2))
    holiday_rule = models.CharField(max_length=40)
    also_closed = ArrayField(models.DateField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="kernel_workingcalendar_once")
        ]
