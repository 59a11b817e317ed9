"""What documents do because of facts from elsewhere."""

from moothall.foundations.documents import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Happened, reaction


@reaction(to=MatterErased)
def erase_with_the_matter(act: Act, happened: Happened[MatterErased]) -> None:
    """The time the matter was kept for is over: its documents go too."""
    if happened.matter is not None:
        operations.erase_documents(act, matter=happened.matter)
