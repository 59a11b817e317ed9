"""The step that opens a case when a journey is sent."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict

from moothall.foundations.cases.operations.cases import open_case
from moothall.foundations.cases.rules.casetypes import PRIORITIES, CaseType, rank
from moothall.kernel.act import Act
from moothall.kernel.event import dated_kinds, standing_kinds
from moothall.kernel.event import known as known_events
from moothall.kernel.refusal import Refused
from moothall.services.conditions import found
from moothall.services.reading import did_you_mean
from moothall.services.steps import Answer, Around, Asking, Fault, Settings, Step, step, step_types


class OpenSettings(CaseType, Settings):
    """The case type; a pack gives it here or, to the same effect, in its ``case:`` block."""


@step("cases.open")
class OpenCase(Step[OpenSettings]):
    """Asks nothing; opens a case that keeps what the person told in every step."""

    settings = OpenSettings
    asks = False

    def wants(self, settings: OpenSettings) -> Sequence[str]:
        """A name for every status, and for those that do not end the case what happens next."""
        names = [f"status.{status.code}.name" for status in settings.statuses]
        return names + [f"status.{status.code}.next" for status in settings.statuses if not status.closes]

    def within(self, settings: OpenSettings, answers: Mapping[str, Answer]) -> int:
        """What the case type says for the priority that follows from the answers."""
        return settings.days_for(rank(_priority(settings, answers)))

    def do(self, act: Act, asking: Asking[OpenSettings], answer: Answer) -> None:
        """Open the case of the journey's matter."""
        if asking.matter is None:
            raise Refused("A case is opened when a journey is sent.")
        told = [asdict(section) for section in asking.told]
        open_case(act, matter=asking.matter, told=told, priority=_priority(asking.settings, asking.answers))

    def faults(self, settings: OpenSettings, around: Around) -> Iterable[Fault]:
        """Facts that never happen; a priority that comes from no step, or may be none of ours."""
        yield from _unheard_of(settings)
        yield from _numberless(settings, around)
        path = settings.priority_from
        if path is None:
            return
        name, _, part = path.partition(".")
        if name not in around.earlier:
            yield Fault(("priority_from",), f"no step is called “{path}”{did_you_mean(path, around.earlier)}")
            return
        values = _values(name, part, around)
        for value in values or ():
            if value not in PRIORITIES:
                known = ", ".join(PRIORITIES)
                yield Fault(
                    ("priority_from",), f"“{path}” may be “{value}”, which is no priority; there are {known}"
                )


def _priority(settings: OpenSettings, answers: Mapping[str, Answer]) -> str:
    """The word for how soon a case with these answers is looked at."""
    path = settings.priority_from
    return str(found(path, answers)) if path else "normal"


_NAMED: Mapping[str, tuple[str, Callable[[], Collection[str]]]] = {
    "upon": ("nothing that can be undone is called", standing_kinds),
    "on_day": ("nothing that has a day is called", dated_kinds),
    "from_day": ("nothing that has a day is called", dated_kinds),
}


def _unheard_of(settings: OpenSettings) -> Iterable[Fault]:
    for at, key, name in settings.facts_named:
        what, known = _NAMED.get(key, ("nothing that happens is called", known_events))
        if name not in known():
            yield Fault(("statuses", at, key), f"{what} “{name}”{did_you_mean(name, known())}")


def _numberless(settings: OpenSettings, around: Around) -> Iterable[Fault]:
    if around.tells("telephone"):
        return
    for at, status in enumerate(settings.statuses):
        if status.phones:
            words = "it phones people, so a step has to ask for a number: give the contact step “phone: true”"
            yield Fault(("statuses", at, "phones"), words)


def _values(name: str, part: str, around: Around) -> Sequence[str] | None:
    """All values the answer at a path may have, if they are few and known."""
    kind, settings = step_types()[around.earlier[name]], around.settings[name]
    return kind.parts(settings, around.files, around.day).get(part) if part else kind.offers(settings)
