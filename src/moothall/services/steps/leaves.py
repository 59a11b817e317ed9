"""Steps for which the person visits an outside page before the journey is sent."""

from collections.abc import Sequence

from moothall.kernel.act import Act
from moothall.services.steps.base import StepType
from moothall.services.steps.context import ChargeLine, S, StepContext


class LeavesSite(StepType[S]):
    """A step that sends people away after they checked their answers, if there is something to pay."""

    def leave(
        self, act: Act, context: StepContext[S], *, charges: Sequence[ChargeLine], back: str
    ) -> str | None:
        """The address of the outside page, or ``None`` when nobody needs to go there.

        ``back`` is where that page sends them afterwards; coming back twice, or not at all, is expected.
        """
        raise NotImplementedError

    def has_returned(self, act: Act, context: StepContext[S]) -> bool:
        """Whether what the outside page was for is done, so that the journey can be sent."""
        raise NotImplementedError
