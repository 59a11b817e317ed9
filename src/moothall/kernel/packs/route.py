"""Which pages a set of answers leads to. Pure.

Everything ever typed stays in the sheet; the route decides what of it counts. So changing an answer prunes
what is no longer asked, and changing it back brings it back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from moothall.kernel.packs.conditions import holds
from moothall.kernel.packs.schema import GroupSpec, Pack, StepSpec

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
    """One page of a journey: a step (within ``item`` of ``group``), or with no step the group's own page."""

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
class Route:
    """The stops in order, with the answers that count, nested as conditions and steps see them."""

    stops: tuple[Stop, ...]
    answers: Mapping[str, Any]
    open: tuple[Stop, ...]
    ends_at: Stop | None = None

    def stop(self, key: str) -> Stop | None:
        """The stop with this key, if the answers lead there."""
        return next((stop for stop in self.stops if stop.key == key), None)

    def before(self, key: str) -> Stop | None:
        """The stop before the one with this key."""
        keys = [stop.key for stop in self.stops]
        return self.stops[keys.index(key) - 1] if key in keys and keys[0] != key else None

    @property
    def is_complete(self) -> bool:
        """Whether everything that is asked has been answered and nothing ends the journey early."""
        return not self.open and self.ends_at is None


def route(
    pack: Pack, sheet: Sheet, *, asks: Callable[[str], bool], ends: Callable[[str], bool] = lambda _: False
) -> Route:
    """The route that ``sheet`` leads to. ``asks`` and ``ends`` say of a step type whether it has a page, and
    whether that page is the end."""
    walk = _Walk(sheet, asks, ends)
    for spec in pack.steps:
        if walk.ends_at is None and holds(spec.when, walk.answers):
            walk.visit_group(spec) if isinstance(spec, GroupSpec) else walk.visit(spec)
    return Route(tuple(walk.stops), walk.answers, tuple(walk.open), walk.ends_at)


def item_numbers(group: GroupSpec, sheet: Sheet) -> Sequence[int]:
    """The items of a group: at least as many as the pack wants, also when they are not begun."""
    numbers = list(sheet.items.get(group.id, ()))
    while len(numbers) < group.repeat.least:
        numbers.append(max(numbers, default=0) + 1)
    return numbers


class _Walk:
    """Goes through the pack once, collecting stops and the answers so far."""

    def __init__(self, sheet: Sheet, asks: Callable[[str], bool], ends: Callable[[str], bool]) -> None:
        self.sheet, self.asks, self.ends = sheet, asks, ends
        self.stops: list[Stop] = []
        self.open: list[Stop] = []
        self.answers: dict[str, Any] = {}
        self.ends_at: Stop | None = None

    def visit(self, spec: StepSpec) -> None:
        self._stop(Stop(spec.id, spec), spec, self.answers)

    def visit_group(self, group: GroupSpec) -> None:
        items: list[dict[str, Any]] = []
        for number in item_numbers(group, self.sheet):
            item: dict[str, Any] = {}
            for spec in group.steps:
                if self.ends_at is None and holds(spec.when, {**self.answers, **item}):
                    self._stop(Stop(f"{group.id}.{number}.{spec.id}", spec, group, number), spec, item)
            items.append(item)
        self.answers[group.id] = [item for item in items if item]
        if self.ends_at is None and group.repeat.most > 1:
            self._add(Stop(group.id, None, group))

    def _stop(self, stop: Stop, spec: StepSpec, into: dict[str, Any]) -> None:
        if not self.asks(spec.type):
            return
        self._add(stop)
        if stop.key in self.sheet.answers:
            into[spec.id] = self.sheet.answers[stop.key]
        if self.ends(spec.type):
            self.ends_at = stop

    def _add(self, stop: Stop) -> None:
        self.stops.append(stop)
        if stop.key not in self.sheet.answers:
            self.open.append(stop)
