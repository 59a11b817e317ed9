"""What rules do because of what happened."""

from moothall.foundations.rules import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=MatterErased)
def forget_with_matter(act: Act, envelope: Envelope[MatterErased]) -> None:
    """Forget what was decided about a matter when its time is over."""
    if envelope.matter is not None:
        operations.forget_decisions(act, matter=envelope.matter)
