"""What members do by the clock."""

from procrastinate.contrib.django import app

from moothall.foundations.members import operations
from moothall.kernel import act as acts

BATCH = 100


@app.periodic(cron="53 2 * * *")
@app.task(name="members.forget_invitations", queue="upkeep", queueing_lock="members.forget_invitations")
def forget_invitations(timestamp: int) -> None:
    """Each night, forget the invitations that came to nothing and whom they were for."""
    while operations.forget_invitations(acts.system(), most=BATCH) == BATCH:
        continue
