"""The step that opens a case when a journey is sent."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from moothall.foundations.cases.operations.cases import open_case
from moothall.foundations.cases.rules.casetypes import OPEN, PRIORITIES, CaseType, rank
from moothall.kernel import navigation
from moothall.kernel.act import Act
from moothall.kernel.event import dated_kinds, standing_kinds
from moothall.kernel.event import known as known_events
from moothall.kernel.refusal import Refused
from moothall.services.conditions import answer_at
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem
from moothall.services.steps import (
    STEP_TYPES,
    Answer,
    Effects,
    HasAnswer,
    PackContext,
    Settings,
    StepContext,
    step,
)


class OpenSettings(CaseType, Settings):
    """The case type; a pack gives it here or, to the same effect, in its ``case:`` block."""


@step(OPEN)
class OpenCase(Effects[OpenSettings]):
    """Asks nothing; opens a case that keeps what the person told in every step."""

    settings = OpenSettings

    def needed_words(self, settings: OpenSettings) -> Sequence[str]:
        """A name for every status, and for those that do not end the case what happens next."""
        names = [f"status.{status.code}.name" for status in settings.statuses]
        return names + [f"status.{status.code}.next" for status in settings.statuses if not status.closes]

    def working_days(self, settings: OpenSettings, answers: Mapping[str, Answer]) -> int:
        """What the case type says for the priority that follows from the answers."""
        return settings.days_for(rank(_priority(settings, answers)))

    def calendar(self, settings: OpenSettings) -> str | None:
        """What the case type says."""
        return settings.calendar

    def follow_path(self, matter: UUID) -> str:
        """The page of the case."""
        return navigation.matter(matter, for_staff=False)

    def carry_out(self, act: Act, context: StepContext[OpenSettings], answer: Answer) -> None:
        """Open the case of the journey's matter."""
        if context.matter is None:
            raise Refused("A case is opened when a journey is sent.")
        told = [asdict(section) for section in context.sections]
        open_case(
            act, matter=context.matter, told=told, priority=_priority(context.settings, context.answers)
        )

    def problems(self, settings: OpenSettings, pack: PackContext) -> Iterable[Problem]:
        """Events that never happen; a priority that comes from no step, or may be none of ours."""
        yield from _unheard_of(settings)
        yield from _numberless(settings, pack)
        path = settings.priority_from
        if path is None:
            return
        name, _, part = path.partition(".")
        if name not in pack.earlier:
            yield Problem(("priority_from",), f"no step is called “{path}”{did_you_mean(path, pack.earlier)}")
            return
        values = _values(name, part, pack)
        for value in values or ():
            if value not in PRIORITIES:
                known = ", ".join(PRIORITIES)
                yield Problem(
                    ("priority_from",), f"“{path}” may be “{value}”, which is no priority; there are {known}"
                )


def _priority(settings: OpenSettings, answers: Mapping[str, Answer]) -> str:
    """The word for how soon a case with these answers is looked at."""
    path = settings.priority_from
    return str(answer_at(path, answers)) if path else "normal"


_NAMED: Mapping[str, tuple[str, Callable[[], Collection[str]]]] = {
    "upon": ("nothing that can be undone is called", standing_kinds),
    "on_day": ("nothing that has a day is called", dated_kinds),
    "from_day": ("nothing that has a day is called", dated_kinds),
}


def _unheard_of(settings: OpenSettings) -> Iterable[Problem]:
    for at, key, name in settings.facts_named:
        what, known = _NAMED.get(key, ("nothing that happens is called", known_events))
        if name not in known():
            yield Problem(("statuses", at, key), f"{what} “{name}”{did_you_mean(name, known())}")


def _numberless(settings: OpenSettings, pack: PackContext) -> Iterable[Problem]:
    if "telephone" in pack.collected:
        return
    for at, status in enumerate(settings.statuses):
        if status.phones:
            words = "it phones people, so a step has to ask for a number: give the contact step “phone: true”"
            yield Problem(("statuses", at, "phones"), words)


def _values(name: str, part: str, pack: PackContext) -> Sequence[str] | None:
    """All values the answer at a path may have, if they are few and known."""
    step_type, settings = STEP_TYPES.get(pack.earlier[name]), pack.settings.get(name)
    if not isinstance(step_type, HasAnswer) or settings is None:
        return None
    if part:
        return step_type.answer_parts(settings, pack.files, pack.day).get(part)
    return step_type.possible_answers(settings)
