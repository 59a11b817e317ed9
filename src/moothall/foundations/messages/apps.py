"""Messages: email and text messages to people, written because something happened."""

from importlib import import_module

from moothall.kernel import capability


class Messages(capability.Capability):
    """Writes to people in the words of a service pack, and keeps trying until it is sent."""

    name = "moothall.foundations.messages"
    label = "moot_messages"
    title = "Messages"

    def ready(self) -> None:
        """Open the rooms and the ways out."""
        super().ready()
        for adapter in ("embedded", "smtp"):
            import_module(f"{self.name}.adapters.{adapter}")
