"""Who holds, has booked or waits for a place."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from moothall.foundations.bookings.models.resources import Resource
from moothall.foundations.bookings.models.slots import Slot
from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

UNRESTRICTED = access.any_of(
    access.all_of(access.when("{t}.matter_id IS NULL"), access.unconfined()), access.of_matter()
)
BY_OWNER = [access.all_of(access.owner(), UNRESTRICTED), access.system()]
"""The organisation's, unless the matter is restricted to others."""
BOOKINGS = [access.subject(within=access.any_of(access.of_matter(), access.actor("made_by_id"))), *BY_OWNER]
"""Also the person's own; a mandate reaches those of its matters, and what was held under it."""
WAITINGS = [access.subject(within=access.of_matter()), *BY_OWNER]
OF_ITS_SLOT = access.Rule(
    "EXISTS (SELECT 1 FROM bookings_slot AS s WHERE s.id = {t}.slot_id"
    " AND s.organisation_id = {t}.organisation_id)"
)
"""The organisation is the slot's: nobody learns who waits elsewhere from what cannot be written twice."""
LIVE = ("held", "booked")


class Booking(models.Model):
    """Places in a slot, held for some minutes or booked for good.

    Inserting one takes its places and changing its state gives them back: ``sql/places.sql`` counts, fills in
    ``resource``, ``organisation``, ``span`` and ``is_exclusive`` from the slot, and allows only the
    changes that make sense. ``span`` includes the buffer after an exclusive booking.
    """

    access_policy = access.policy(
        read=[*BOOKINGS, access.of_matter()],
        insert=BOOKINGS,
        change=BOOKINGS,
    )

    class State(models.TextChoices):
        """Where a booking stands."""

        HELD = "held"
        BOOKED = "booked"
        CANCELLED = "cancelled"
        RELEASED = "released"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", null=True)
    held_for = models.UUIDField(null=True)
    step = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=9, choices=State)
    places = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    """How often it was moved: RFC 5545 ``SEQUENCE``, so that calendars take the newest."""
    span = DateTimeRangeField(null=True)
    is_exclusive = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bookings_exclusive",
                expressions=[("resource", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=Q(is_exclusive=True, state__in=LIVE),
            ),
            models.UniqueConstraint(
                fields=["held_for", "step"], condition=Q(state="held"), name="bookings_one_hold_a_step"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="bookings_some_places"),
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False) | ~Q(state="held"),
                name="bookings_holds_end",
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "state"], name="bookings_booking_slot"),
            models.Index(fields=["person", "-made_at"], name="bookings_booking_person"),
            models.Index(fields=["matter"], name="bookings_booking_matter"),
            models.Index(
                fields=["held_until"], condition=Q(state="held"), name="bookings_booking_held_until"
            ),
        ]


class Waiting(models.Model):
    """That somebody waits for places in a full slot; the first who fits is offered what comes free."""

    access_policy = access.policy(
        read=WAITINGS,
        insert=[access.all_of(OF_ITS_SLOT, access.any_of(*WAITINGS))],
        change=[access.all_of(OF_ITS_SLOT, access.any_of(*WAITINGS))],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="waiting")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", null=True)
    places = models.PositiveSmallIntegerField(default=1)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"], condition=Q(ended_at=None), name="bookings_waits_once"
            )
        ]
        indexes = [
            models.Index(F("slot"), F("since_at"), condition=Q(ended_at=None), name="bookings_waiting_slot")
        ]
