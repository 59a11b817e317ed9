"""Building services as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Known, Page, Section


class Builder(capability.Capability):
    """Lets organisations write services, look at each other's drafts, and publish them."""

    name = "moothall.civic.builder"
    label = "builder"
    title = "Building services"
    navigation = (Entry(Section.STAFF, _("Services"), "builder:services", needs="packs.draft", order=48),)
    pages = {Known.DRAFT: Page("builder:draft", staff_need="packs.draft")}
