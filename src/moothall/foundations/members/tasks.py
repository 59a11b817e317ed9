"""What members do by the clock."""

from django.utils.translation import gettext_lazy as _

from moothall.foundations.members import operations
from moothall.kernel.act import Act
from moothall.kernel.every import every

BATCH = 100


@every("02:53", title=_("Forget invitations that came to nothing"))
def forget_invitations(act: Act) -> None:
    """Each night, forget the invitations that came to nothing and whom they were for."""
    while operations.forget_invitations(act, most=BATCH) == BATCH:
        continue
