"""What cases do because of what happened elsewhere in their matter."""

from typing import Any

from moothall.foundations.cases.operations import cases
from moothall.kernel.act import Act
from moothall.kernel.event import standing_kinds
from moothall.kernel.reactions import Happened, reaction


@reaction(to=standing_kinds)
def follow(act: Act, happened: Happened[Any]) -> None:
    """Bring the case to where its pack says that this leads: a cancelled booking ends it, perhaps."""
    if happened.matter is not None:
        cases.follow_fact(act, case=happened.matter, fact=happened.event.event_name())
