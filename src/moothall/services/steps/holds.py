"""Steps that hold something for the person until the journey is sent."""

from moothall.kernel.act import Act
from moothall.services.steps.base import StepType
from moothall.services.steps.context import Answer, S, StepContext


class Holds(StepType[S]):
    """A step that holds something: a slot for a while, files, an authorised payment."""

    def check_ready(self, act: Act, context: StepContext[S], answer: Answer) -> None:
        """Raise ``Refused`` if the answer can no longer be carried out (the hold has gone); nothing else."""

    def release(self, act: Act, context: StepContext[S], answer: Answer) -> None:
        """Give back what is held for ``answer``: it changed, or the journey ended unsent. Doing it twice
        changes nothing.

        ``context.answer`` is the answer that stands instead, if there is one: what it still holds stays.
        """
        raise NotImplementedError
