"""Documents: photos and papers that belong to a case."""

from importlib import import_module

from moothall.kernel import capability


class Documents(capability.Capability):
    """Takes files in by what they are, keeps them encrypted, and shows them so that nothing in them can
    run."""

    name = "moothall.foundations.documents"
    label = "documents"
    title = "Documents"

    def ready(self) -> None:
        """Open the rooms and the scanner."""
        super().ready()
        import_module(f"{self.name}.adapters.clamav")
