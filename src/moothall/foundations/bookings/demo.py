"""What can be booked in the demo place: the slots of the weeks to come."""

from moothall.foundations.bookings.models import Resource
from moothall.foundations.bookings.operations import resources
from moothall.kernel import act as acts
from moothall.kernel.context import acting
from moothall.kernel.lives import Day, Moments, lives


@lives("bookings.slots", acts_a_month=120)
def slots(day: Day) -> Moments:
    """Slots are made, on Mondays instead of every night as the clock does."""
    if day.date.weekday() == 0:
        yield day.at(5), lay_out


def lay_out() -> None:
    """Make the slots of the weeks after this moment."""
    with acting(acts.system()):
        known = list(Resource.objects.values_list("id", flat=True))
    for resource in known:
        resources.lay_out_slots(acts.system(), resource=resource)
