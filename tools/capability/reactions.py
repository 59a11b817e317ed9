"""What swaps do because of what happened elsewhere."""

from moothall.civic.swaps import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Happened, reaction


@reaction(to=MatterErased)
def erase_with_the_matter(act: Act, happened: Happened[MatterErased]) -> None:
    """The time the matter was kept for is over: what was written in the swap goes too."""
    if happened.matter is not None:
        operations.erase(act, matter=happened.matter)
