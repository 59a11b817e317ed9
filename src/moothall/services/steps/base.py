"""The step type: what a pack names, with its settings. What steps of it do, its other base classes say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar, Generic
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.describing import Row, Words
from moothall.services.problems import Problem
from moothall.services.steps.context import Answer, PackContext, S, Settings, StepContext


class StepType(Generic[S]):
    """A type of steps: ``name`` is what packs call it, ``settings`` the keys that a pack gives a step."""

    name: ClassVar[str]
    settings: ClassVar[type[Settings]] = Settings

    def needed_words(self, settings: S) -> Sequence[str]:
        """The words a pack must give for it, under the step's id: ``title``, ``option.sofa`` …"""
        return ()

    def problems(self, settings: S, pack: PackContext) -> Iterable[Problem]:
        """What in its settings does not fit the rest of the pack; ways begin at the step."""
        return ()


class HasAnswer(StepType[S]):
    """A step with an answer: typed on a page (:class:`Asks`) or derived (:class:`Derives`)."""

    def possible_answers(self, settings: S) -> Sequence[str] | None:
        """All values its answer may have, if they are few and known: conditions on others are mistakes."""
        return None

    def answer_parts(
        self, settings: S, files: Mapping[str, str], day: date
    ) -> Mapping[str, Sequence[str] | None]:
        """The parts of the answer, each with all values it may have if they are few and known; nothing when
        they are not known."""
        return {}

    def rule_value(self, settings: S, answer: Answer) -> object:
        """What an answer means to a rule where that is not what is kept: pounds for pence."""
        return answer

    def summary(self, context: StepContext[S], answer: Answer) -> Sequence[Row]:
        """The answer in words: rows for check answers and for the case."""
        return ()

    def current_summary(self, act: Act, *, matter: UUID, step: str, words: Words) -> Sequence[Row] | None:
        """The summary of what it asked for as that stands today, long after the journey was sent (a booking
        that was moved or cancelled); ``None`` when the answer still says it. Asked inside a query."""
        return None

    def values(self, context: StepContext[S], answer: Answer) -> Mapping[str, str]:
        """The answer by the names of the blanks that words may leave for it: ``slot`` for ``{slot}``."""
        rows = self.summary(context, answer)
        return {context.step.replace("-", "_"): rows[0].value} if rows else {}
