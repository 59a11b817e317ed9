"""The embedded payment provider as an app of its own: it stands where somebody else's system would."""

from importlib import import_module

from moothall.kernel import capability


class EmbeddedPay(capability.Capability):
    """Pretends to be a payment provider."""

    name = "moothall.adapters.embedded_pay"
    label = "embedded_pay"
    title = "Embedded payment provider"

    def ready(self) -> None:
        """Open the rooms, and offer itself to payments."""
        super().ready()
        import_module(f"{self.name}.provider")
