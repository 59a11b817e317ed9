"""Threads as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Known, Page, Searched


class Threads(capability.Capability):
    """The page of what is about nobody: what it is, where it stands, what happened, its files."""

    name = "moothall.foundations.threads"
    label = "threads"
    title = "Threads"
    searched = (Searched("threads.matter", _("What is going on"), order=30),)

    pages = {Known.THREAD: Page("threads:thread")}
