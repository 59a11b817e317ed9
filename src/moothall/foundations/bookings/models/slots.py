"""Slots: the materialised moments at which a resource can be booked."""

from django.db import models
from django.db.models import F, Q

from moothall.foundations.bookings.models.resources import OF_OUR_RESOURCE, Resource
from moothall.kernel import access, clock
from moothall.kernel.models import Organisation


class Slot(models.Model):
    """One moment of a resource with its places.

    ``taken`` counts holds and bookings; only the triggers of ``sql/places.sql`` change it, in the statement
    that takes or gives back a place, and the database refuses more than ``capacity``. A closed slot that
    ``is_left_out`` was closed because no rule makes it any more, not by staff.
    """

    access_policy = access.policy(
        read=[access.of_parent("bookings_resource", "resource_id")],
        insert=OF_OUR_RESOURCE,
        change=OF_OUR_RESOURCE,
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="slots")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    is_left_out = models.BooleanField(default=False)

    @property
    def left(self) -> int:
        """Places left, holds that have run out not yet given back."""
        return self.capacity - self.taken

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "starts_at", "ends_at"], name="bookings_slot_once"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")) & Q(taken__gte=0), name="bookings_slot_has_room"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="bookings_slot_forwards"),
        ]
        indexes = [models.Index(fields=["organisation", "starts_at"], name="bookings_slot_organisation")]
