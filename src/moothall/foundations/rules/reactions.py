"""What rules do because of what happened."""

from moothall.foundations.rules import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Happened, reaction


@reaction(to=MatterErased)
def forget_with_matter(act: Act, happened: Happened[MatterErased]) -> None:
    """Forget what was decided about a matter when its time is over."""
    if happened.matter is not None:
        operations.forget_decisions(act, matter=happened.matter)
