"""Counts of few people are hidden, with others beside them so that no hidden one can be worked out.

A table of counts with its totals is a network (Cox 1995, "Network models for complementary cell suppression",
JASA 90): a row or a column is a node, a cell joins its row with its column, and whoever knows what is shown
can shift people only around closed ways of hidden cells. A small count is safe when such ways let it rise to
the least count that may be told while every hidden count stays at least one: nobody can then tell even that
it is small. Where the ways do not suffice, the cheapest further cells are hidden (shortest paths, cost: the
count). Hiding a cell never endangers another, so the order in which cells are looked at does not matter for
safety. What was hidden because it is small and what was hidden to protect it look the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

LEAST_TOLD = 10
"""Fewer people than this are not told."""

Position = tuple[int, int]
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """A table as it may be shown: its cells, the total of each row and of each column; ``None`` is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int, ...]
    columns: tuple[int | None, ...]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return None in self.columns or any(None in row for row in self.cells)


def told_line(counts: Sequence[int], *, least: int = LEAST_TOLD) -> tuple[int | None, ...] | None:
    """Counts of which everybody knows the sum, small ones hidden among others; ``None`` if none can be told.

    Beside the small counts the smallest others are hidden until each small one could be ``least`` itself.
    """
    if sum(counts) < least:
        return None
    hidden = {at for at, count in enumerate(counts) if 0 < count < least}
    others = sorted((count, at) for at, count in enumerate(counts) if count >= least)
    while hidden and not _can_all_rise(counts, hidden, least):
        if not others:
            return None
        hidden.add(others.pop(0)[1])
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


def _can_all_rise(counts: Sequence[int], hidden: set[int], least: int) -> bool:
    spare = sum(counts[at] - 1 for at in hidden)
    return all(spare - (counts[at] - 1) >= least - counts[at] for at in hidden)


def told_table(counts: Counts, *, columns: Sequence[int | None], least: int = LEAST_TOLD) -> Told | None:
    """A table of counts as it may be shown; ``None`` if it cannot be told at all.

    Args:
        counts: whole numbers from 0, a row for each group. Everybody knows the size of each group: it must be
            0 or at least ``least``, else ``ValueError`` is raised.
        columns: the totals of the columns as shown elsewhere (:func:`told_line`), ``None`` if hidden.
    """
    rows = tuple(map(sum, counts))
    if any(0 < total < least for total in rows):
        raise ValueError(f"every group must have no one or at least {least}")
    net = _Net.of(counts, columns)
    small = [spot for spot in net.inner() if 0 < net.counts[spot] < least]
    net.hidden |= set(small)
    if not all(net.make_safe(spot, least) for spot in small):
        return None
    cells = tuple(
        tuple(None if (at, column) in net.hidden else count for column, count in enumerate(row))
        for at, row in enumerate(counts)
    )
    return Told(cells, rows, tuple(columns))


Node = tuple[str, int]
Way = list[tuple[Position, bool]]
"""Cells in turn, each with whether its signed count falls along the way."""


@dataclass
class _Net:
    """Counts by row and column, the totals of the columns as one more row.

    Signed so that every line adds up to nothing but what is known: cells count up, column totals down. Row
    totals are known and need no cell.
    """

    counts: dict[Position, int]
    height: int
    width: int
    hidden: set[Position] = field(default_factory=set)

    @classmethod
    def of(cls, counts: Counts, columns: Sequence[int | None]) -> "_Net":
        """The network of a table; of its column totals those are hidden that are hidden elsewhere."""
        height, width = len(counts), len(columns)
        found = {(at, column): count for at, row in enumerate(counts) for column, count in enumerate(row)}
        for column in range(width):
            found[height, column] = sum(row[column] for row in counts)
        hidden = {(height, column) for column, total in enumerate(columns) if total is None}
        return cls(found, height, width, hidden)

    def inner(self) -> Iterator[Position]:
        """The cells apart from the totals, row by row."""
        return ((row, column) for row in range(self.height) for column in range(self.width))

    def make_safe(self, target: Position, least: int) -> bool:
        """Hide what lets the count at ``target`` be ``least`` for all anybody can tell; whether it works."""
        needed = least - self.counts[target]
        shifted: dict[Position, int] = {}
        while needed > 0:
            way = self._cheapest_way(target, shifted)
            if way is None:
                return False
            step = min(needed, *(self._room(spot, falls, shifted) for spot, falls in way))
            for spot, falls in way:
                shifted[spot] = shifted.get(spot, 0) + (-step if falls else step)
                self.hidden.add(spot)
            needed -= step
        return True

    def _room(self, spot: Position, falls: bool, shifted: dict[Position, int]) -> int:
        """By how much the signed count there can still fall or rise; a hidden count stays at least one."""
        moved = shifted.get(spot, 0)
        is_total = spot[0] == self.height
        if is_total == falls:
            return 1 << 62
        return self.counts[spot] - 1 + (-moved if is_total else moved)

    def _cost(self, spot: Position) -> float:
        if spot in self.hidden:
            return 0
        return inf if spot[0] == self.height or not self.counts[spot] else self.counts[spot]

    def _cheapest_way(self, target: Position, shifted: dict[Position, int]) -> Way | None:
        """From the row of the target to its column through other cells (Dijkstra's shortest path)."""
        start, goal = ("row", target[0]), ("column", target[1])
        waiting: list[tuple[float, Node]] = [(0.0, start)]
        costs: dict[Node, float] = {start: 0.0}
        came: dict[Node, tuple[Node, Position, bool]] = {}
        while waiting:
            cost, node = heappop(waiting)
            if node == goal:
                return _way_back(came, start, goal)
            if cost > costs[node]:
                continue
            for spot, other, falls in self._steps(node):
                further = cost + self._cost(spot)
                if spot == target or further >= costs.get(other, inf) or not self._room(spot, falls, shifted):
                    continue
                costs[other], came[other] = further, (node, spot, falls)
                heappush(waiting, (further, other))
        return None

    def _steps(self, node: Node) -> Iterator[tuple[Position, Node, bool]]:
        kind, at = node
        if kind == "row":
            yield from (((at, column), ("column", column), True) for column in range(self.width))
        else:
            yield from (((row, at), ("row", row), False) for row in range(self.height + 1))


def _way_back(came: dict[Node, tuple[Node, Position, bool]], start: Node, goal: Node) -> Way:
    way: Way = []
    node = goal
    while node != start:
        node, spot, falls = came[node]
        way.append((spot, falls))
    return way
