"""What cases do because of what happened elsewhere in their matter."""

from typing import Any

from moothall.foundations.cases.operations import cases
from moothall.kernel.act import Act
from moothall.kernel.event import standing_kinds
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=standing_kinds)
def follow(act: Act, envelope: Envelope[Any]) -> None:
    """Bring the case to where its pack says that this leads: a cancelled booking ends it, perhaps."""
    if envelope.matter is not None:
        cases.follow_event(act, case=envelope.matter, event=envelope.event.event_name())
