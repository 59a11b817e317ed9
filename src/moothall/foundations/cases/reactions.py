"""What cases do because of what happened elsewhere in their matter."""

from typing import Any

from moothall.foundations.cases.operations import cases
from moothall.kernel.act import Act
from moothall.kernel.event import standing_kinds
from moothall.kernel.models import Fact
from moothall.kernel.reactions import Happened, watch


def changes_what_stands(fact: Fact) -> bool:
    """Whether the fact begins something in its matter that can be undone, or undoes it."""
    return fact.matter_id is not None and fact.name in standing_kinds()


@watch(when=changes_what_stands)
def follow(act: Act, happened: Happened[Any]) -> None:
    """Bring the case to where its pack says that this leads: a cancelled booking ends it, perhaps."""
    if happened.matter is not None:
        cases.follow_fact(act, case=happened.matter, fact=happened.event.event_name())
