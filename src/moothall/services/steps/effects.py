"""Steps that do something when the journey is sent."""

from collections.abc import Mapping
from uuid import UUID

from moothall.kernel.act import Act
from moothall.services.steps.base import StepType
from moothall.services.steps.context import Answer, S, StepContext


class Effects(StepType[S]):
    """A step with an effect: a case is opened, a hold becomes a booking, capture is due."""

    def carry_out(self, act: Act, context: StepContext[S], answer: Answer) -> None:
        """The effect, in the transaction that sends the journey; ``act`` is about ``context.matter``."""
        raise NotImplementedError

    def working_days(self, settings: S, answers: Mapping[str, Answer]) -> int | None:
        """How many working days the organisation may take for what it sets going; ``None`` if it sets no
        clock."""
        return None

    def calendar(self, settings: S) -> str | None:
        """The working calendar of the organisation by which that clock runs, if it names one."""
        return None

    def follow_path(self, matter: UUID) -> str:
        """The path of the page where the person follows what it set going; nothing where there is none."""
        return ""
