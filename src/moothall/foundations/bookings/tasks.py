"""What bookings do by the clock."""

from procrastinate.contrib.django import app

from moothall.foundations.bookings import operations, queries
from moothall.kernel import act as acts
from moothall.kernel import jobs


@app.periodic(cron="* * * * *")
@app.task(name="bookings.end_holds", queue="clock", queueing_lock="bookings.end_holds", pass_context=False)
def end_holds(timestamp: int) -> None:
    """Give back what was held too long, and offer what is free to who waits for it, however it came to be
    free."""
    operations.end_holds(acts.system())
    jobs.for_each(
        queries.slots_to_offer(acts.system()),
        lambda slot: operations.offer_places(acts.system(), slot=slot),
    )


@app.periodic(cron="20 3 * * *")
@app.task(name="bookings.lay_out", queue="clock", queueing_lock="bookings.lay_out")
def lay_out(timestamp: int) -> None:
    """Make the slots that have come within reach since yesterday."""
    jobs.for_each(
        queries.resources_in_use(acts.system()),
        lambda resource: operations.lay_out_slots(acts.system(), resource=resource),
    )
