"""Steps that cost something."""

from collections.abc import Sequence

from moothall.services.steps.base import StepType
from moothall.services.steps.context import Answer, ChargeLine, S, StepContext


class Charges(StepType[S]):
    """A step whose answer has a price."""

    def charges(self, context: StepContext[S], answer: Answer) -> Sequence[ChargeLine]:
        """The lines to pay for this answer."""
        return ()

    def charge_reasons(self, context: StepContext[S], answer: Answer) -> Sequence[str]:
        """Why it charges what it does, in sentences."""
        return ()
