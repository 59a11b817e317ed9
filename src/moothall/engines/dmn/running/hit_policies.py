"""What a decision table gives when several rules apply, or none (DMN 1.5, 8.2.11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from ..builtins.lists import largest, smallest, total
from ..limits import Run
from ..problems import Undefined
from ..values import compare

UNIQUE, FIRST, ANY, PRIORITY = "UNIQUE", "FIRST", "ANY", "PRIORITY"
COLLECT, RULE_ORDER, OUTPUT_ORDER = "COLLECT", "RULE ORDER", "OUTPUT ORDER"
SINGLE = (UNIQUE, FIRST, ANY, PRIORITY)
HIT_POLICIES = (*SINGLE, COLLECT, RULE_ORDER, OUTPUT_ORDER)
AGGREGATIONS = ("", "SUM", "COUNT", "MIN", "MAX")

Row = tuple[Any, ...]
AGGREGATORS: dict[str, Callable[[list[Any]], Any]] = {
    "SUM": total,
    "COUNT": lambda values: Decimal(len(values)),
    "MIN": smallest,
    "MAX": largest,
}


def chosen(
    run: Run,
    policy: str,
    aggregation: str,
    rows: Sequence[Row],
    shape: Callable[[Row], Any],
    priorities: Sequence[Sequence[Any]],
) -> Any:
    """The result of a table whose matching rows, in table order, are given; there is at least one.

    `shape` makes one result of a row; `priorities` are the values of each output, most important first.
    """
    if policy == FIRST:
        return shape(rows[0])
    if policy == UNIQUE:
        return _unique(run, rows, shape)
    if policy == ANY:
        return _any(run, rows, shape)
    if policy == PRIORITY:
        return shape(by_priority(rows, priorities)[0])
    if policy == OUTPUT_ORDER:
        return [shape(row) for row in by_priority(rows, priorities)]
    if policy == COLLECT and aggregation:
        return _aggregated(run, aggregation, rows, shape)
    return [shape(row) for row in rows]


def when_none(policy: str, aggregation: str) -> Any:
    """The result of a table without a default when no rule applies."""
    if policy == COLLECT and aggregation in ("", "COUNT"):
        return [] if not aggregation else Decimal(0)
    return None


def by_priority(rows: Sequence[Row], priorities: Sequence[Sequence[Any]]) -> list[Row]:
    """The rows, those whose outputs stand earlier in the lists of priorities first."""

    def rank(row: Row) -> list[int]:
        return [_position(value, order) for value, order in zip(row, priorities, strict=True)]

    return sorted(rows, key=rank)


def _position(value: Any, order: Sequence[Any]) -> int:
    matches = (index for index, known in enumerate(order) if compare.equal(value, known) is True)
    return next(matches, len(order))


def _unique(run: Run, rows: Sequence[Row], shape: Callable[[Row], Any]) -> Any:
    if len(rows) > 1:
        run.note("several rules apply where the table allows only one")
        return None
    return shape(rows[0])


def _any(run: Run, rows: Sequence[Row], shape: Callable[[Row], Any]) -> Any:
    first = shape(rows[0])
    if any(compare.equal(first, shape(row)) is not True for row in rows[1:]):
        run.note("rules that apply together give different results")
        return None
    return first


def _aggregated(run: Run, aggregation: str, rows: Sequence[Row], shape: Callable[[Row], Any]) -> Any:
    aggregate = AGGREGATORS[aggregation]
    try:
        return shape(tuple(aggregate(list(column)) for column in zip(*rows, strict=True)))
    except Undefined as reason:
        run.note(f"{aggregation.lower()}: {reason}")
        return None
