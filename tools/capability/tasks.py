"""What swaps do by the clock."""

from django.utils.translation import gettext_lazy as _

from moothall.civic.swaps import operations
from moothall.kernel.act import Act
from moothall.kernel.every import every

BATCH = 100


@every("03:29", title=_("End swaps whose days are over"))
def end_swaps(act: Act) -> None:
    """Each night, end the swaps whose days are over."""
    while operations.end_due(act, most=BATCH) == BATCH:
        continue
