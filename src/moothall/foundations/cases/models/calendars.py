"""The days on which organisations work."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation


class WorkingCalendar(models.Model):
    """On which days an organisation, or a part of it, works; the first one an organisation has is its usual
    one.

    ``days`` are RFC 5545 weekday codes; ``also_closed`` are further days without work.
    """

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.owner(), access.system()],
        change=[access.owner(), access.system()],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    days = ArrayField(models.CharField(max_length=2))
    holiday_rule = models.CharField(max_length=40)
    also_closed = ArrayField(models.DateField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="cases_workingcalendar_once")
        ]
