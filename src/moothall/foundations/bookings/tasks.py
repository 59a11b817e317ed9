"""What bookings do by the clock."""

from procrastinate.contrib.django import app

from moothall.foundations.bookings import operations, queries
from moothall.kernel import act as acts


@app.periodic(cron="* * * * *")
@app.task(name="bookings.end_holds", queue="clock", queueing_lock="bookings.end_holds", pass_context=False)
def end_holds(timestamp: int) -> None:
    """Give back what was held too long, and offer it to who waits."""
    for slot in operations.end_holds(acts.system()):
        operations.offer_places(acts.system(), slot=slot)


@app.periodic(cron="20 3 * * *")
@app.task(name="bookings.lay_out", queue="clock", queueing_lock="bookings.lay_out")
def lay_out(timestamp: int) -> None:
    """Make the slots that have come within reach since yesterday."""
    for resource in queries.resources_in_use(acts.system()):
        operations.lay_out_slots(acts.system(), resource=resource)
