"""The kernel as a Django app."""

from django.db.models.signals import post_migrate

from moothall.kernel import capability, policies
from moothall.kernel.contact import Contact


class Kernel(capability.Capability):
    """What everything may assume, and what knows nothing above it."""

    name = "moothall.kernel"
    label = "kernel"
    title = "Kernel"
    settings = Contact

    def ready(self) -> None:
        """Open the rooms, and have access policies written after every migration."""
        super().ready()
        post_migrate.connect(policies.after_migrate, sender=self, dispatch_uid="moothall-access")
