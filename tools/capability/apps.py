"""Swaps as a capability."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.kernel import capability
from moothall.kernel.manifest import Commenters, Counted, Entry, Permission, Searched, Section, Shown
from moothall.kernel.settings import Asked, Settings


class SwapSettings(Settings):
    """How an organisation shows what is put up."""

    title = _("Swaps")

    is_checked_first: Annotated[
        bool,
        Asked(_("Look at each swap before everybody sees it"), _("Without, it is shown at once.")),
    ] = True
    shown_days: Annotated[
        int,
        Field(ge=1, le=365),
        Asked(_("Days for which a swap is shown"), _("From 1 to 365.")),
    ] = 30


class Swaps(capability.Capability):
    """Lets anybody put up a swap for everybody to see."""

    name = "moothall.civic.swaps"
    label = "swaps"
    title = "Swaps"
    settings = SwapSettings

    permissions = (
        Permission(
            "swaps.work",
            _("Look at swaps and show or end them"),
            _("people who look after swaps"),
            carries=("matters.work", "documents.add"),
        ),
    )
    roles = {"case_worker": ("swaps.work",), "manager": ("swaps.work",)}
    navigation = (
        Entry(Section.FRONT, _("Swaps"), "swaps:list", words=_("What people put up here"), order=80),
        Entry(Section.STAFF, _("Swaps"), "swaps:queue", needs="swaps.work", order=80),
    )
    matters = (Shown("swaps", "swaps:swap", "swaps:work", Commenters.SIGNED_IN),)
    searched = (Searched("swaps", _("Swaps"), order=60),)
    counts = (Counted("swaps.brought", _("Swaps brought"), "swaps.SwapBrought"),)
    # keeps_about_people stays empty: who puts one up is the reporter of its matter, which the kernel keeps.
