"""What services do by the clock."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel.act import Act
from moothall.kernel.every import every
from moothall.services.operations import reviews


@every("15m", title=_("Make services live on the day they begin"))
def publish_due(act: Act) -> None:
    """Make live what was approved to begin by today."""
    reviews.publish_due(act)
