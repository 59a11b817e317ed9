"""What bookings do by the clock."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from moothall.foundations.bookings import operations, queries
from moothall.kernel import act as acts

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="bookings.end_holds", queue="clock", queueing_lock="bookings.end_holds", pass_context=False)
def end_holds(timestamp: int) -> None:
    """Give back what was held too long, and offer it to who waits."""
    for slot in operations.end_holds(acts.system()):
        operations.offer_places(acts.system(), slot=slot)


@app.periodic(cron="20 3 * * *")
@app.task(name="bookings.lay_out", queue="clock", queueing_lock="bookings.lay_out")
def lay_out(timestamp: int) -> None:
    """Make the slots that have come within reach since yesterday. What fails for one is done for the others,
    and is told at the end."""
    failures = [
        failure for resource in queries.resources_in_use(acts.system()) if (failure := _laid_out(resource))
    ]
    if failures:
        raise ExceptionGroup("The slots of some resources could not be laid out.", failures)


def _laid_out(resource: UUID) -> Exception | None:
    try:
        operations.lay_out_slots(acts.system(), resource=resource)
    except Exception as failure:  # whatever it is, the others are laid out
        logger.exception("The slots of a resource could not be laid out", extra={"resource": resource})
        return failure
    return None
