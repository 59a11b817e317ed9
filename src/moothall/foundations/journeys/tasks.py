"""What happens to journeys by the clock."""

from django.utils.translation import gettext_lazy as _

from moothall.foundations.journeys import operations, queries
from moothall.kernel import jobs
from moothall.kernel.act import Act
from moothall.kernel.every import every


@every("03:17", title=_("End journeys that were left behind"))
def end_left_behind(act: Act) -> None:
    """End the journeys that nobody has touched for 30 days, and let go what they held; forget the answers of
    those sent as long ago."""
    operations.forget_sent(act)
    jobs.for_each(queries.left_behind(act), lambda journey: operations.end(act, journey=journey))
