"""Which pages a set of answers leads to. Pure.

Everything ever typed stays in the sheet; the route decides what of it counts. So changing an answer prunes
what is no longer asked, and changing it back brings it back. Steps that derive an answer (rules) work it out
on the way; of the questions that such a step chooses from, only those are asked that still matter to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from moothall.services.conditions import holds
from moothall.services.schema import GroupSpec, Must, Pack, StepSpec
from moothall.services.steps import Answer, Broken

ENOUGH = "no"
"""The answer to "Do you want to add another?" that closes a group."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was ever answered: by page key (``slot``, ``items.2.kind``; ``items`` for "add another?"), and
    the numbers of each group's items, which are never used twice."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    items: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def with_answer(self, key: str, answer: Any) -> "Sheet":
        """The sheet with one more answer; the first answer about an item also puts the item on its list."""
        group, _, rest = key.partition(".")
        items = self.items
        if rest and int(rest.split(".")[0]) not in items.get(group, ()):
            items = {**items, group: [*items.get(group, ()), int(rest.split(".")[0])]}
        return replace(self, answers={**self.answers, key: answer}, items=items)

    def without_answer(self, key: str) -> "Sheet":
        """The sheet with that page open again."""
        return replace(self, answers={name: found for name, found in self.answers.items() if name != key})


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a journey (within ``item`` of ``group``), or with no step the page of the group itself."""

    key: str
    step: StepSpec | None
    group: GroupSpec | None = None
    item: int | None = None

    @property
    def words_key(self) -> str:
        """The key of the words: ``items.kind`` for ``items.2.kind``."""
        if self.group is None or self.step is None:
            return self.key
        return f"{self.group.id}.{self.step.id}"

    @property
    def section(self) -> str | None:
        """The part of the task list it belongs to."""
        return self.group.section if self.group else self.step.section if self.step else None


@dataclass(frozen=True, slots=True)
class Failure:
    """That a step without a page could not be carried out, and why."""

    step: StepSpec
    words: str


@dataclass(frozen=True, slots=True)
class Route:
    """The pages in order (``stops``), with the answers that count, nested as conditions and steps see them.

    ``reached`` are all steps that the answers lead to, also those without a page. ``failure`` is where the
    route ends because a step could not be carried out. ``contradictions`` are the pages, by key, whose
    answers do not go with the others: they are open again.
    """

    stops: tuple[Stop, ...]
    answers: Mapping[str, Any]
    open: tuple[Stop, ...]
    ends_at: Stop | None = None
    reached: tuple[Stop, ...] = ()
    failure: Failure | None = None
    contradictions: Mapping[str, Must] = field(default_factory=dict)

    def stop(self, key: str) -> Stop | None:
        """The stop with this key, if the answers lead there."""
        return next((stop for stop in self.stops if stop.key == key), None)

    def before(self, key: str) -> Stop | None:
        """The stop before the one with this key."""
        keys = [stop.key for stop in self.stops]
        return self.stops[keys.index(key) - 1] if key in keys and keys[0] != key else None

    @property
    def silent(self) -> tuple[StepSpec, ...]:
        """The steps without a page that the answers lead to."""
        pages = {stop.key for stop in self.stops}
        return tuple(stop.step for stop in self.reached if stop.step and stop.key not in pages)

    @property
    def is_complete(self) -> bool:
        """Whether everything that is asked has been answered and nothing ends the journey early."""
        return not self.open and self.ends_at is None and self.failure is None


class Behaviour(Protocol):
    """What the route needs to know of step types. ``open`` holds the first parts of the keys of pages that
    are on the way and not answered."""

    @property
    def day(self) -> date:
        """Today, for conditions that compare with it."""
        ...

    def asks(self, spec: StepSpec) -> bool:
        """Whether it has a page."""
        ...

    def ends(self, spec: StepSpec) -> bool:
        """Whether its page is where a journey stops."""
        ...

    def derives(self, spec: StepSpec) -> bool:
        """Whether it works out an answer that nobody types."""
        ...

    def derive(self, spec: StepSpec, answers: Mapping[str, Any], open: frozenset[str]) -> Answer:
        """That answer. Raises ``Broken``."""
        ...

    def chooses(self, spec: StepSpec) -> Sequence[str]:
        """The steps directly before it of which it says what to ask."""
        ...

    def choose(
        self, spec: StepSpec, answers: Mapping[str, Any], open: frozenset[str], among: Sequence[str]
    ) -> str | None:
        """Which of them to ask next; ``None`` when none matters any more. Raises ``Broken``."""
        ...


def route(pack: Pack, sheet: Sheet, steps: Behaviour) -> Route:
    """The route that ``sheet`` leads to."""
    walk = _Walk(sheet, steps)
    try:
        walk.go(pack)
    except _Stuck as stuck:
        walk.failure = stuck.failure
    contradicted = _contradictions(pack, walk)
    return Route(
        stops=tuple(walk.stops),
        answers=walk.answers,
        open=tuple(stop for stop in walk.stops if stop in walk.open or stop.key in contradicted),
        ends_at=walk.ends_at,
        reached=tuple(walk.reached),
        failure=walk.failure,
        contradictions=contradicted,
    )


def _contradictions(pack: Pack, walk: "_Walk") -> dict[str, Must]:
    """The first rule of each answered page that does not hold."""
    answered = {stop.key for stop in walk.stops if stop not in walk.open}
    broken = [
        must
        for must in pack.must
        if must.on in answered and not holds(must.that, walk.answers, walk.steps.day)
    ]
    return {must.on: must for must in reversed(broken)}


def item_numbers(group: GroupSpec, sheet: Sheet) -> Sequence[int]:
    """The items of a group: at least as many as the pack wants, also when they are not begun."""
    numbers = list(sheet.items.get(group.id, ()))
    while len(numbers) < group.repeat.least:
        numbers.append(max(numbers, default=0) + 1)
    return numbers


class _Stuck(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.words)
        self.failure = failure


class _Walk:
    """Goes through the pack once, collecting stops and the answers so far."""

    def __init__(self, sheet: Sheet, steps: Behaviour) -> None:
        self.sheet, self.steps = sheet, steps
        self.stops: list[Stop] = []
        self.reached: list[Stop] = []
        self.open: list[Stop] = []
        self.answers: dict[str, Any] = {}
        self.ends_at: Stop | None = None
        self.failure: Failure | None = None

    def go(self, pack: Pack) -> None:
        """Visit every step that the answers lead to; those that a later step chooses from, when it comes."""
        chosen = {name for spec in pack.steps for name in self._chosen_by(spec)}
        waiting: dict[str, StepSpec] = {}
        for spec in pack.steps:
            if self.ends_at is not None:
                return
            if isinstance(spec, StepSpec) and spec.id in chosen:
                waiting[spec.id] = spec
            elif holds(spec.when, self.answers, self.steps.day):
                among = {name: waiting[name] for name in self._chosen_by(spec) if name in waiting}
                self._visit(spec, among)

    def _chosen_by(self, spec: StepSpec | GroupSpec) -> Sequence[str]:
        return self.steps.chooses(spec) if isinstance(spec, StepSpec) else ()

    def _visit(self, spec: StepSpec | GroupSpec, among: Mapping[str, StepSpec]) -> None:
        if isinstance(spec, GroupSpec):
            self._visit_group(spec)
            return
        if among:
            self._ask_what_matters(spec, dict(among))
        self._stop(Stop(spec.id, spec), spec, self.answers)

    def _ask_what_matters(self, chooser: StepSpec, left: dict[str, StepSpec]) -> None:
        """One question after the other, until nothing that is left matters or one is not answered yet."""
        while self.ends_at is None:
            among = [name for name, spec in left.items() if holds(spec.when, self.answers, self.steps.day)]
            chosen = self._choose(chooser, among) if among else None
            if chosen is None:
                return
            spec = left.pop(chosen)
            self._stop(Stop(spec.id, spec), spec, self.answers)
            if self.open and self.open[-1].key == chosen:
                return

    def _visit_group(self, group: GroupSpec) -> None:
        items: list[dict[str, Any]] = []
        for number in item_numbers(group, self.sheet):
            item: dict[str, Any] = {}
            for spec in group.steps:
                if self.ends_at is None and holds(spec.when, {**self.answers, **item}, self.steps.day):
                    self._stop(Stop(f"{group.id}.{number}.{spec.id}", spec, group, number), spec, item)
            items.append(item)
        self.answers[group.id] = [item for item in items if item]
        if self.ends_at is None and group.repeat.most > 1:
            self._add(Stop(group.id, None, group))

    def _stop(self, stop: Stop, spec: StepSpec, into: dict[str, Any]) -> None:
        self.reached.append(stop)
        if self.steps.derives(spec):
            into[spec.id] = self._derive(spec)
        if not self.steps.asks(spec):
            return
        self._add(stop)
        if stop.key in self.sheet.answers:
            into[spec.id] = self.sheet.answers[stop.key]
        if self.steps.ends(spec):
            self.ends_at = stop

    def _add(self, stop: Stop) -> None:
        self.stops.append(stop)
        if stop.key not in self.sheet.answers:
            self.open.append(stop)

    def _derive(self, spec: StepSpec) -> Answer:
        try:
            return self.steps.derive(spec, self.answers, self._open())
        except Broken as broken:
            raise _Stuck(Failure(spec, broken.words)) from broken

    def _choose(self, spec: StepSpec, among: Sequence[str]) -> str | None:
        try:
            return self.steps.choose(spec, self.answers, self._open(), among)
        except Broken as broken:
            raise _Stuck(Failure(spec, broken.words)) from broken

    def _open(self) -> frozenset[str]:
        return frozenset(stop.key.split(".")[0] for stop in self.open)
