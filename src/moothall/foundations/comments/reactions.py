"""What comments do because of what happened."""

from moothall.foundations.comments.events import Decided, Flagged
from moothall.foundations.comments.operations import deciding, writing
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=Flagged)
def hide_in_danger(act: Act, envelope: Envelope[Flagged]) -> None:
    """Enough people reported danger: hide it until somebody has looked."""
    deciding.hide_in_danger(act, flag=envelope.event.flag)


@reaction(to=Decided)
def tell_whom_it_concerns(act: Act, envelope: Envelope[Decided]) -> None:
    """Moderators decided: the author and those who reported are told why."""
    deciding.tell(act, decision=envelope.event.decision)


@reaction(to=MatterErased)
def erase_with_the_matter(act: Act, envelope: Envelope[MatterErased]) -> None:
    """The time the matter was kept for is over: what was said on it goes too."""
    if envelope.matter is not None:
        writing.erase(act, matter=envelope.matter)
