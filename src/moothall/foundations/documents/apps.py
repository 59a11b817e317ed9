"""Documents: photos and papers that belong to a case."""

from importlib import import_module

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Kept, Known, Page, Permission


class Documents(capability.Capability):
    """Takes files in by what they are, keeps them encrypted, and shows them so that nothing in them can
    run."""

    name = "moothall.foundations.documents"
    label = "documents"
    title = "Documents"

    permissions = (
        Permission(
            "documents.add",
            _("Add files to cases"),
            _("people who work on requests here"),
            carries=("matters.reach",),
        ),
    )
    roles = {"case_worker": ("documents.add",), "manager": ("documents.add",)}
    pages = {Known.ATTACH: Page("documents:add", staff_need="documents.add")}
    keeps_about_people = (
        Kept(
            "documents_document",
            ("person_id", "added_by_id"),
            ("name", "small"),
            _("Files that you sent or that were added for you"),
        ),
        Kept(
            "documents_chunk",
            ("document_id",),
            ("encrypted",),
            _("What is in those files"),
            withheld=_("It is in the file you can take away, as the files themselves."),
        ),
    )

    def ready(self) -> None:
        """Open the rooms and the scanner."""
        super().ready()
        import_module(f"{self.name}.adapters.clamav")
