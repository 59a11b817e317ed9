"""What is wrong with a table, proved on its grid and shown as concrete examples.

Every rule is a box: a set of regions for each input. Two rules overlap when their boxes share a region on
every axis. A gap, or a point where a rule is not hidden by others, is found by walking the axes and leaving
out whatever is already certain, so the answer is exact; a table too large to walk is reported as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..running.hit_policies import ANY, FIRST, OUTPUT_ORDER, PRIORITY, UNIQUE
from .grid import Grid
from .words import region_words

MOST_STEPS = 200_000
MOST_EXAMPLES = 10
Choice = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Inputs that show something: an example value for each, and the whole stretch in words."""

    example: Mapping[str, Any]
    words: Mapping[str, str]

    def __str__(self) -> str:
        return "; ".join(f"{name}: {words}" for name, words in self.words.items()) or "any answers"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules, from 0, that apply together; whether their results differ."""

    first: int
    second: int
    case: Case
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What the analysis found. `unreachable` are rules, from 0, that never decide anything."""

    gaps: tuple[Case, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    unreachable: tuple[int, ...] = ()
    complete: bool = True
    has_default: bool = False

    @property
    def contradictions(self) -> tuple[Overlap, ...]:
        """The overlaps whose rules give different results."""
        return tuple(overlap for overlap in self.overlaps if overlap.contradicts)


class TooManyCases(Exception):
    """The table has too many combinations to walk."""


@dataclass
class _Walk:
    """Looks for combinations of regions that none of some rules covers."""

    grid: Grid
    steps: int = 0
    allowed: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.allowed = [one.allowed_regions(self.grid.veto) for one in self.grid.inputs]

    def uncovered(self, rules: int, within: Sequence[Sequence[int]]) -> Iterator[Choice]:
        """Boxes of regions inside `within` where none of the rules (bits) applies. Raises TooManyCases."""
        return self._from(0, rules, within, ())

    def _from(
        self, axis: int, rules: int, within: Sequence[Sequence[int]], chosen: Choice
    ) -> Iterator[Choice]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManyCases
        if not rules:
            yield (*chosen, *(tuple(regions) for regions in within[axis:]))
            return
        if axis == len(within) or self._sure(axis, rules, within):
            return
        masks = self.grid.inputs[axis].masks
        groups: dict[int, list[int]] = {}
        for region in within[axis]:
            groups.setdefault(rules & masks[region], []).append(region)
        for left, regions in groups.items():
            yield from self._from(axis + 1, left, within, (*chosen, tuple(regions)))

    def _sure(self, axis: int, rules: int, within: Sequence[Sequence[int]]) -> bool:
        """Whether some rule applies whatever the remaining inputs are."""
        for number in range(axis, len(within)):
            masks = self.grid.inputs[number].masks
            for region in within[number]:
                rules &= masks[region]
            if not rules:
                return False
        return bool(rules)


def analyse(grid: Grid) -> Findings:
    """Find the gaps, overlaps and unreachable rules of a table."""
    walk = _Walk(grid)
    policy = grid.table.table.hit_policy
    default = bool(grid.table.defaults)
    try:
        gaps = _gaps(walk)
        unreachable = tuple(rule for rule in range(grid.rule_count) if not _decides(walk, rule))
    except TooManyCases:
        return Findings(overlaps=_overlaps(walk, policy), complete=False, has_default=default)
    return Findings(gaps, _overlaps(walk, policy), unreachable, True, default)


def _gaps(walk: _Walk) -> tuple[Case, ...]:
    rules = walk.grid.veto - 1
    found: list[Case] = []
    for choice in walk.uncovered(rules, walk.allowed):
        found.append(_case(walk.grid, choice))
        if len(found) == MOST_EXAMPLES:
            break
    return tuple(found)


def _decides(walk: _Walk, rule: int) -> bool:
    """Whether there is a case in which the rule applies and no other hides it."""
    within = _box(walk, rule)
    if not all(within):
        return False
    hiding = _hiding(walk.grid, rule)
    return next(walk.uncovered(hiding, within), None) is not None


def _hiding(grid: Grid, rule: int) -> int:
    """The rules that come before this one under the table's hit policy."""
    policy = grid.table.table.hit_policy
    if policy == FIRST:
        return (1 << rule) - 1
    if policy == PRIORITY and grid.constant:
        return sum(1 << other for other in range(grid.rule_count) if _comes_before(grid, other, rule))
    return 0


def _comes_before(grid: Grid, other: int, rule: int) -> bool:
    if other == rule:
        return False
    both = grid.veto | 1 << other | 1 << rule
    alone = repr(grid.outcome(grid.veto | 1 << rule))
    return repr(grid.outcome(both)) == repr(grid.outcome(grid.veto | 1 << other)) != alone


def _box(walk: _Walk, rule: int) -> list[list[int]]:
    return [
        [region for region in allowed if one.masks[region] >> rule & 1]
        for one, allowed in zip(walk.grid.inputs, walk.allowed, strict=True)
    ]


def _overlaps(walk: _Walk, policy: str) -> tuple[Overlap, ...]:
    if policy in (FIRST, PRIORITY, OUTPUT_ORDER) or policy not in (UNIQUE, ANY):
        return ()
    boxes = [_box(walk, rule) for rule in range(walk.grid.rule_count)]
    found: list[Overlap] = []
    for second in range(len(boxes)):
        for first in range(second):
            shared = _shared(boxes[first], boxes[second])
            contradicts = shared is not None and _differ(walk.grid, first, second)
            if shared is not None and (policy == UNIQUE or contradicts):
                found.append(Overlap(first, second, _case(walk.grid, shared), contradicts))
    return tuple(found)


def _shared(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> Choice | None:
    common = tuple(
        tuple(region for region in regions if region in set(others))
        for regions, others in zip(one, other, strict=True)
    )
    return common if all(common) else None


def _differ(grid: Grid, first: int, second: int) -> bool:
    one, other = grid.veto | 1 << first, grid.veto | 1 << second
    if not (grid.is_constant(one) and grid.is_constant(other)):
        return True
    return repr(grid.outcome(one)) != repr(grid.outcome(other))


def _case(grid: Grid, choice: Choice) -> Case:
    example: dict[str, Any] = {}
    words: dict[str, str] = {}
    for one, regions in zip(grid.inputs, choice, strict=True):
        examples = [one.axis.regions[number].example for number in regions]
        example[one.name] = next((value for value in examples if value != ""), "")
        allowed = one.allowed_regions(grid.veto)
        if len(regions) < len(allowed):
            words[one.name] = region_words(one.axis, regions)
    return Case(example, words)
