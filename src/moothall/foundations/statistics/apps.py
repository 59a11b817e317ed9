"""Statistics as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Section


class Statistics(capability.Capability):
    """Counts what capabilities declare to be counted, and publishes it as figures that name nobody."""

    name = "moothall.foundations.statistics"
    label = "statistics"
    title = "Figures"

    navigation = (
        Entry(
            Section.FRONT,
            _("Figures"),
            "statistics:figures",
            words=_("What happens here, month by month"),
            order=90,
        ),
    )
