"""What payments do because of what happened elsewhere."""

from moothall.foundations.payments import operations
from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Happened, reaction


@reaction(to=MatterErased)
def forget_notes(act: Act, happened: Happened[MatterErased]) -> None:
    """Destroy what officers wrote about refunds; amounts stay, for the books."""
    if happened.matter is not None:
        operations.forget_notes(act, matter=happened.matter)
