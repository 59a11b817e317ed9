"""What can be booked and when it is there: rounds by area, sessions of an event, staff diaries."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Organisation, WorkingCalendar

BY_OWNER = [access.owner(), access.system()]
OF_OUR_RESOURCE = [
    access.all_of(
        access.any_of(*BY_OWNER),
        access.Rule(
            "EXISTS (SELECT 1 FROM bookings_resource AS r WHERE r.id = {t}.resource_id"
            " AND r.organisation_id = {t}.organisation_id)"
        ),
    )
]
"""The organisation's own, on a resource of its own: nobody adds times to what others let people book."""
SEEN = [access.when("{t}.is_public"), *BY_OWNER]


class Resource(models.Model):
    """Something that can be booked.

    ``kind`` is what services ask for (``large-items``); ``areas`` the codes of the areas it serves (none:
    everywhere). An *exclusive* resource (a person, a room) is in one booking at a time, with
    ``buffer_minutes`` kept free after each; any other has as many places as each slot's capacity.
    """

    access_policy = access.policy(read=SEEN, insert=BY_OWNER, change=BY_OWNER)

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=60)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    words = models.CharField(max_length=300, blank=True)
    where = models.CharField(max_length=200, blank=True)
    areas = ArrayField(models.CharField(max_length=20), default=list)
    is_public = models.BooleanField(default=True)
    is_exclusive = models.BooleanField(default=False)
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    weeks_ahead = models.PositiveSmallIntegerField(default=6)
    closes_working_days_before = models.PositiveSmallIntegerField(default=0)
    closes_hours_before = models.PositiveSmallIntegerField(default=0)
    has_waiting_list = models.BooleanField(default=False)
    working_calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="bookings_resource_slug_once")
        ]
        indexes = [models.Index(fields=["organisation", "kind"], name="bookings_resource_kind")]


class Availability(models.Model):
    """When a resource can be booked, as an RFC 5545 rule in local time, with days left out and added.
    One that closes no later than it opens goes on to the next day."""

    access_policy = access.policy(
        read=[access.of_parent("bookings_resource", "resource_id")],
        insert=OF_OUR_RESOURCE,
        change=OF_OUR_RESOURCE,
        remove=BY_OWNER,
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="availabilities")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=200)
    opens = models.TimeField()
    closes = models.TimeField()
    capacity = models.PositiveIntegerField()
    slot_minutes = models.PositiveSmallIntegerField(null=True)
    since_date = models.DateField()
    until_date = models.DateField(null=True)
    skipped_dates = ArrayField(models.DateField(), default=list)
    extra_dates = ArrayField(models.DateField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(closes=models.F("opens")) | models.Q(opens=time()),
                name="bookings_availability_lasts",
            )
        ]
        indexes = [models.Index(fields=["resource"], name="bookings_availability_resource")]


class Feed(models.Model):
    """A secret address at which a calendar program may read a resource; only its SHA-256 is kept."""

    access_policy = access.policy(read=BY_OWNER, insert=OF_OUR_RESOURCE, change=OF_OUR_RESOURCE)

    digest = models.BinaryField(primary_key=True)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="feeds")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["resource"], name="bookings_feed_resource")]
