"""What happens to journeys by the clock."""

from procrastinate.contrib.django import app

from moothall.foundations.journeys import operations, queries
from moothall.kernel import act as acts
from moothall.kernel import jobs


@app.periodic(cron="17 3 * * *")
@app.task(name="journeys.end_left_behind", queue="default")
def end_left_behind(timestamp: int) -> None:
    """End the journeys that nobody has touched for 30 days, and let go what they held; forget the answers of
    those sent as long ago."""
    operations.forget_sent(acts.system())
    jobs.for_each(
        queries.left_behind(acts.system()), lambda journey: operations.end(acts.system(), journey=journey)
    )
