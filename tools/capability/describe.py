"""Swaps in words: where one stands, and what its thread says of what happened."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.civic.swaps import queries, rules
from moothall.civic.swaps.events import SwapMoved
from moothall.kernel.act import Act
from moothall.kernel.reactions import Envelope
from moothall.kernel.refusal import NotFound
from moothall.kernel.describing import Description, describes
from moothall.kernel.threads import PLACES, Place

NAMES: Mapping[str, Promise] = {
    rules.WAITING: _("Waiting to be looked at"),
    rules.SHOWN: _("Shown"),
    rules.ENDED: _("Ended"),
    rules.REFUSED: _("Refused"),
}
NEXT: Mapping[str, Promise] = {
    rules.WAITING: _("Somebody looks at it, and shows it."),
    rules.SHOWN: _("It is shown until its days are over."),
}
DO: Mapping[str, Promise] = {
    rules.SHOWN: _("Show"),
    rules.ENDED: _("End"),
    rules.REFUSED: _("Refuse"),
}
"""What brings a swap to a stage, on a button."""


@describes(SwapMoved)
def moved(act: Act, envelope: Envelope[SwapMoved]) -> Description | None:
    """Where it came to."""
    words = NAMES.get(envelope.event.stage)
    return Description(str(words)) if words else None


@PLACES.under(rules.KIND)
def place(act: Act, matter: UUID) -> Place | None:
    """Where a swap stands, for the page of its thread."""
    try:
        stage = queries.swap(act, id=matter).stage
    except NotFound:
        return None
    return Place(str(NAMES.get(stage, stage)), str(NEXT.get(stage, "")))
