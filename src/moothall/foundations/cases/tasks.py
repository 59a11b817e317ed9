"""What cases do by the clock."""

from procrastinate.contrib.django import app

from moothall.foundations.cases.operations import retention
from moothall.kernel import act as acts

BATCH = 100


@app.periodic(cron="41 2 * * *")
@app.task(name="cases.erase_due", queue="upkeep", queueing_lock="cases.erase_due")
def erase_due(timestamp: int) -> None:
    """Each night, erase the cases whose retention date has come, in transactions of a hundred."""
    while retention.erase_due(acts.system(), most=BATCH) == BATCH:
        continue
