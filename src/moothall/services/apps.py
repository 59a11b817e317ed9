"""The storey of services as a Django app."""

from moothall.kernel import capability


class Services(capability.Capability):
    """Reads, checks and publishes service packs, and holds the step types that capabilities offer to them."""

    name = "moothall.services"
    label = "services"
    title = "Services"
