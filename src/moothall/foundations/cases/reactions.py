"""What cases do because of what happened elsewhere in their matter."""

from typing import Any

from moothall.foundations.cases.operations import cases
from moothall.kernel.act import Act
from moothall.kernel.event import undoing
from moothall.kernel.models import Fact
from moothall.kernel.reactions import Happened, watch


def undoes_something(fact: Fact) -> bool:
    """Whether the fact ends what another one in its matter began."""
    return fact.matter_id is not None and fact.name in undoing()


@watch(when=undoes_something)
def follow(act: Act, happened: Happened[Any]) -> None:
    """Bring the case to where its pack says that this leads: a cancelled booking ends it, perhaps."""
    if happened.matter is not None:
        cases.follow_fact(act, case=happened.matter, fact=happened.event.event_name())
