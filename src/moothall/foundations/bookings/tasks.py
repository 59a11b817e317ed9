"""What bookings do by the clock."""

from django.utils.translation import gettext_lazy as _

from moothall.foundations.bookings import operations, queries
from moothall.kernel import jobs
from moothall.kernel.act import Act
from moothall.kernel.every import every


@every("1m", title=_("Give back what was held too long"))
def end_holds(act: Act) -> None:
    """Give back what was held too long, and offer what is free to who waits for it, however it came to be
    free."""
    operations.end_holds(act)
    jobs.for_each(
        queries.slots_to_offer(act),
        lambda slot: operations.offer_places(act, slot=slot),
    )


@every("03:20", title=_("Make the slots of the days to come"))
def lay_out(act: Act) -> None:
    """Make the slots that have come within reach since yesterday."""
    jobs.for_each(
        queries.resources_in_use(act),
        lambda resource: operations.lay_out_slots(act, resource=resource),
    )
