"""What documents do because of events from elsewhere."""

from moothall.foundations.documents import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=MatterErased)
def erase_with_the_matter(act: Act, envelope: Envelope[MatterErased]) -> None:
    """The time the matter was kept for is over: its documents go too."""
    if envelope.matter is not None:
        operations.erase_documents(act, matter=envelope.matter)
