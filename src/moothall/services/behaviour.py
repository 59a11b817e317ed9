"""What the step types of a pack do to its route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from moothall.services.answers import Answers
from moothall.services.conditions import answer_at
from moothall.services.pack import Pack
from moothall.services.route import Route, StepPage
from moothall.services.schema import StepSpec
from moothall.services.steps import Answer, AnswersReader, Asks, Derives, HasAnswer, Settings, StepContext


@dataclass(frozen=True, slots=True)
class StepTypes:
    """The step types of ``pack`` as its route meets them (:class:`~moothall.services.route.Behaviour`);
    ``context`` is what all of its steps may know, but for settings and answers."""

    pack: Pack
    context: StepContext[Settings]

    @property
    def day(self) -> date:
        """The day of the place at which the journey is looked at."""
        return timezone.localtime(self.context.at).date()

    def asks(self, spec: StepSpec) -> bool:
        """Whether it has a page."""
        return isinstance(spec.step_type, Asks)

    def ends_journey(self, spec: StepSpec) -> bool:
        """Whether its page is where a journey stops."""
        return isinstance(spec.step_type, Asks) and spec.step_type.ends_journey(spec.settings)

    def derives(self, spec: StepSpec) -> bool:
        """Whether it works out an answer."""
        return isinstance(spec.step_type, Derives)

    @property
    def selections(self) -> Mapping[str, Sequence[str]]:
        """The steps before a step among which it selects, by its id."""
        return self.pack.selections

    def derive(self, spec: StepSpec, answers: Mapping[str, Answer], open: frozenset[str]) -> Answer:
        """The answer it works out."""
        if not isinstance(spec.step_type, Derives):
            return None
        return spec.step_type.derive(self._context(spec, answers), self._reader(answers, open))

    def select(
        self, spec: StepSpec, answers: Mapping[str, Answer], open: frozenset[str], among: Sequence[str]
    ) -> str | None:
        """Which step to ask next."""
        if not isinstance(spec.step_type, Derives):
            return None
        return spec.step_type.select(self._context(spec, answers), self._reader(answers, open), among)

    def _context(self, spec: StepSpec, answers: Mapping[str, Answer]) -> StepContext[Settings]:
        return replace(self.context, step=spec.id, settings=spec.settings, answers=answers)

    def _reader(self, answers: Mapping[str, Answer], open: frozenset[str]) -> AnswersReader:
        return AnswersReader(
            lambda path: rule_value(self.pack, path, answers), lambda path: path.split(".")[0] in open
        )


def rule_value(pack: Pack, path: str, answers: Mapping[str, Answer]) -> object:
    """What the answer at ``path`` means to a rule; for a step of a group, the list of what its items say."""
    value, spec = answer_at(path, answers), pack.step(path)
    if value is None or spec is None or not isinstance(spec.step_type, HasAnswer):
        return value
    if "." in path and isinstance(value, list):
        return [spec.step_type.rule_value(spec.settings, one) for one in value]
    return spec.step_type.rule_value(spec.settings, value)


def answer_of(page: StepPage, found: Route, answers: Answers) -> Answer:
    """What was answered on a page, or what its step derived."""
    if isinstance(page.step.step_type, Derives):
        return found.answers.get(page.key)
    return answers.by_page.get(page.key)
