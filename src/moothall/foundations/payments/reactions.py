"""What payments do because of what happened elsewhere."""

from typing import Any

from moothall.foundations.payments import operations
from moothall.foundations.payments.events import PaymentCaptured
from moothall.kernel.act import Act
from moothall.kernel.event import undoing
from moothall.kernel.events import MatterErased
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=undoing)
def give_back(act: Act, envelope: Envelope[Any]) -> None:
    """Give back what the service's rule says when what was paid for is undone."""
    if envelope.matter is not None:
        operations.give_back_due(act, matter=envelope.matter)


@reaction(to=PaymentCaptured)
def give_back_at_last(act: Act, envelope: Envelope[PaymentCaptured]) -> None:
    """Give back what was due before it had been taken."""
    if envelope.matter is not None:
        operations.give_back_due(act, matter=envelope.matter)


@reaction(to=MatterErased)
def forget_notes(act: Act, envelope: Envelope[MatterErased]) -> None:
    """Destroy what officers wrote about refunds; amounts stay, for the books."""
    if envelope.matter is not None:
        operations.forget_notes(act, matter=envelope.matter)
