"""The storey of services as a Django app."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Permission


class Services(capability.Capability):
    """Reads, checks and publishes service packs, and holds the step types that capabilities offer to them."""

    name = "moothall.services"
    label = "services"
    title = "Services"

    permissions = (
        Permission(
            "packs.publish",
            _("Change and publish services"),
            _("people who look after services"),
            carries=("people.names",),
            for_whole=True,
        ),
    )
    roles = {"service_owner": ("packs.publish",)}
