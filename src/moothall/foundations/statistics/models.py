"""What was counted each day, which nobody reads, and what was published of it each month."""

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation


class Daily(models.Model):
    """How often something happened in an organisation on a day; ``kind`` is what the event says of it."""

    access_policy = access.policy(
        read=[access.system()], insert=[access.system()], change=[access.system()], columns=["number"]
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    code = models.CharField(max_length=80)
    day = models.DateField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80, default="")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "day", "organisation", "kind"], name="statistics_daily_once"
            )
        ]


class PublishedFigure(models.Model):
    """A figure of a month (named by its first day), which never changes: of the whole place or, ``by`` its
    organisation or kind, of one of them. ``value`` is ``None`` where it is hidden. The database itself takes
    no figure that was not rounded, and no small one."""

    class By(models.TextChoices):
        """What a figure is of."""

        PLACE = "place"
        ORGANISATION = "organisation"
        KIND = "kind"

    access_policy = access.policy(read=[access.anyone()], insert=[access.system()])

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    code = models.CharField(max_length=80)
    month = models.DateField()
    by = models.CharField(max_length=12, choices=By)
    key = models.CharField(max_length=80, default="")
    value = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "month", "by", "key"], name="statistics_figure_once"),
            models.CheckConstraint(
                condition=Q(value=None)
                | Q(value=0)
                | (Q(value__gte=10) & Q(Exact(models.F("value") % 5, 0))),
                name="statistics_figure_not_small",
            ),
        ]
