"""The place itself and its areas."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock


class Place(models.Model):
    """The one place this installation serves. One that ``is_demo`` shows everybody what it would have sent,
    and whom to sign in as: said when it is described, never set on a page."""

    access_policy = access.policy(
        read=[access.anyone()],
        insert=[access.system()],
        change=[access.system(), access.role("operator")],
    )

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60)
    timezone = models.CharField(max_length=60, default="Europe/London")
    languages = ArrayField(models.CharField(max_length=10), default=list)
    population = models.PositiveIntegerField(null=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    theme = models.JSONField(default=dict)
    is_demo = models.BooleanField(default=False)
    holiday_rule = models.CharField(max_length=40, default="England")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kernel_place_only_one")]


class Area(models.Model):
    """A drawn part of the place (ward, borough, …), with the vintage of its boundary."""

    access_policy = access.policy(
        read=[access.anyone()], insert=[access.system()], change=[access.system()], remove=[access.system()]
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30)
    population = models.PositiveIntegerField(null=True)
    vintage = models.CharField(max_length=10, default="")
    boundary = models.JSONField()
    """A GeoJSON Polygon or MultiPolygon geometry (RFC 7946), WGS 84 longitude and latitude."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "vintage"], name="kernel_area_code_once")]
        indexes = [models.Index(fields=["kind", "name"], name="kernel_area_kind")]
