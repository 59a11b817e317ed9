"""What swaps do because of what happened elsewhere."""

from moothall.civic.swaps import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=MatterErased)
def erase_with_the_matter(act: Act, envelope: Envelope[MatterErased]) -> None:
    """The time the matter was kept for is over: what was written in the swap goes too."""
    if envelope.matter is not None:
        operations.erase(act, matter=envelope.matter)
