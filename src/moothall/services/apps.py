"""The storey of services as a Django app."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import AT_WORK, OF_WORK, Ends, Kept, Permission
from moothall.services.settings import ServiceSettings


class Services(capability.Capability):
    """Reads, checks and publishes service packs, and holds the step types that capabilities offer to them."""

    name = "moothall.services"
    label = "services"
    title = "Services"

    permissions = (
        Permission(
            "packs.draft",
            _("Write drafts of services"),
            _("people who write services"),
            carries=("people.names",),
            for_whole=True,
        ),
        Permission(
            "packs.publish",
            _("Look at drafts of services, approve and publish them"),
            _("people who look after services"),
            carries=("packs.draft",),
            for_whole=True,
        ),
    )
    roles = {"service_owner": ("packs.publish",)}
    settings = ServiceSettings
    keeps_about_people = (
        Kept(
            "services_draft",
            ("approved_by_id",),
            (),
            _("Who approved a change of a service"),
            ends=Ends.KEPT,
            why=AT_WORK,
            withheld=OF_WORK,
        ),
        Kept(
            "services_draftentry",
            ("by_id",),
            (),
            _("Who wrote, looked at and published a change of a service"),
            ends=Ends.KEPT,
            why=AT_WORK,
            withheld=OF_WORK,
        ),
    )
