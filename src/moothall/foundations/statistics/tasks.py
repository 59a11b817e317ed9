"""What statistics do by the clock."""

from django.utils.translation import gettext_lazy as _

from moothall.foundations.statistics import operations
from moothall.kernel.act import Act
from moothall.kernel.every import every


@every("04:37", title=_("Publish the figures of months that are over"))
def publish_figures(act: Act) -> None:
    """Each night, publish what is not published yet of the months that are over."""
    operations.publish_figures(act)
