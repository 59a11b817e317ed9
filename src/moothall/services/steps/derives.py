"""Steps that work out an answer that nobody types: a rule decides."""

from collections.abc import Sequence

from moothall.kernel.act import Act
from moothall.services.steps.base import HasAnswer
from moothall.services.steps.context import Answer, AnswersReader, S, StepContext


class Derives(HasAnswer[S]):
    """A step without a page. Its answer is worked out afresh whenever the route is walked, it is never
    stored, and conditions, words and later steps see it under the step's id like any other."""

    def derive(self, context: StepContext[S], answers: AnswersReader) -> Answer:
        """The answer that follows from those before it. Raises :class:`StepFailed`: the journey stops there,
        keeps what was typed, says so, and has the step :meth:`record_failure`."""
        raise NotImplementedError

    def selects_from(self, settings: S) -> Sequence[str]:
        """The steps directly before it of which it says which to ask, and in which order."""
        return ()

    def select(self, context: StepContext[S], answers: AnswersReader, among: Sequence[str]) -> str | None:
        """Which of the steps ``among`` to ask next; ``None`` when no answer of theirs matters any more.
        Raises :class:`StepFailed`."""
        return None

    def preview(self, context: StepContext[S], answer: Answer) -> str:
        """What can be said already, on the pages of the questions it selects from: "You can probably …"."""
        return ""

    def record_failure(self, act: Act, context: StepContext[S], words: str) -> None:
        """Keep for those who look after the service that this step failed, and its words. No transaction is
        open."""
