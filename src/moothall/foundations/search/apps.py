"""Search as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Section


class Search(capability.Capability):
    """Finds what capabilities declare to be searched, by words and place, for whoever may see it."""

    name = "moothall.foundations.search"
    label = "search"
    title = "Search"

    navigation = (Entry(Section.PUBLIC, _("Search"), "search:search", order=15),)
