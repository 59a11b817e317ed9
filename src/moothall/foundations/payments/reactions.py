"""What payments do because of what happened elsewhere."""

from typing import Any

from moothall.foundations.payments import operations
from moothall.foundations.payments.events import PaymentCaptured
from moothall.kernel.act import Act
from moothall.kernel.event import undoing
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Happened, reaction


@reaction(to=undoing)
def give_back(act: Act, happened: Happened[Any]) -> None:
    """Give back what the service's rule says when what was paid for is undone."""
    if happened.matter is not None:
        operations.give_back_due(act, matter=happened.matter)


@reaction(to=PaymentCaptured)
def give_back_at_last(act: Act, happened: Happened[PaymentCaptured]) -> None:
    """Give back what was due before it had been taken."""
    if happened.matter is not None:
        operations.give_back_due(act, matter=happened.matter)


@reaction(to=MatterErased)
def forget_notes(act: Act, happened: Happened[MatterErased]) -> None:
    """Destroy what officers wrote about refunds; amounts stay, for the books."""
    if happened.matter is not None:
        operations.forget_notes(act, matter=happened.matter)
