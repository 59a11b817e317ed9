"""Pages as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Searched


class Pages(capability.Capability):
    """What the place says about itself: about, privacy, accessibility, how results are put in order."""

    name = "moothall.civic.pages"
    label = "pages"
    title = "Pages"
    searched = (Searched("pages.page", _("About this place"), order=40),)
