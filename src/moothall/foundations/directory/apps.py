"""The directory as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Known, Page, Permission, Searched, Section


class Directory(capability.Capability):
    """Who serves people here, with what, where, when and at which price; speaks Open Referral UK."""

    name = "moothall.foundations.directory"
    label = "directory"
    title = "Directory"

    permissions = (
        Permission(
            "directory.edit",
            _("Keep entries of the directory up to date"),
            _("people who look after the directory"),
            for_whole=True,
        ),
    )
    roles = {"service_owner": ("directory.edit",)}
    navigation = (
        Entry(Section.PUBLIC, _("Services"), "directory:services", order=20),
        Entry(
            Section.FRONT,
            _("All services"),
            "directory:services",
            order=10,
            words=_("Look through everything there is"),
        ),
        Entry(Section.STAFF, _("Directory"), "directory:entries", needs="directory.edit", order=60),
    )
    searched = (Searched("directory.service", _("Services"), order=10),)
    pages = {Known.ENTRY: Page("directory:service")}
