"""Which questions decide a table, in which order: a decision tree over the regions of its grid.

An answer is looked at only where the result still depends on it, also when it were missing; so the tree gives
what the table gives, whatever the answers it did not look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .grid import Grid

MOST_NODES = 1500


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end: the rules that apply."""

    mask: int


@dataclass(frozen=True, slots=True)
class Branch:
    """Look at one input; `children[i]` is what follows for region i."""

    input: int
    children: tuple[Node, ...]


Node = Leaf | Branch


class TooLarge(Exception):
    """The tree would have too many nodes to be worth while."""


def tree_of(grid: Grid) -> Node:
    """The tree of a grid. Raises TooLarge."""
    return _Grower(grid).grown(grid.everything, tuple(range(len(grid.inputs))))


class _Grower:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.first = grid.table.table.hit_policy == "FIRST"
        self.known: dict[tuple[int, tuple[int, ...]], Node] = {}
        self.leaves: dict[str, Leaf] = {}
        self.nodes = 0
        self.all_masks = [(*one.masks, one.null_mask) for one in grid.inputs]
        self.kept = [_always(masks) for masks in self.all_masks]

    def grown(self, mask: int, left: tuple[int, ...]) -> Node:
        """The tree for rules still possible and inputs not yet looked at."""
        key = mask, left
        if key not in self.known:
            self.known[key] = self._grown(mask, left)
        node = self.known[key]
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise TooLarge
        return node

    def _grown(self, mask: int, left: tuple[int, ...]) -> Node:
        settled = self._settled(mask, left)
        if settled is not None:
            return self._leaf(settled)
        best = min(self._open(mask, left), key=lambda number: self._spread(mask, number))
        rest = tuple(number for number in left if number != best)
        children: dict[int, Node] = {}
        for region in self.grid.inputs[best].masks:
            if mask & region not in children:
                children[mask & region] = self.grown(mask & region, rest)
        return Branch(best, tuple(children[mask & region] for region in self.grid.inputs[best].masks))

    def _leaf(self, mask: int) -> Leaf:
        """One leaf for each result, however many sets of rules give it."""
        key = f"={self.grid.outcome(mask)!r}" if self.grid.is_constant(mask) else f"#{mask}"
        return self.leaves.setdefault(key, Leaf(mask))

    def _settled(self, mask: int, left: Sequence[int]) -> int | None:
        """The rules that decide whatever the other inputs are; None while that is open."""
        if not mask & self.grid.veto:
            return 0
        sure = mask
        for number in left:
            sure &= self.kept[number]
        if sure == mask or not self._open(mask, left):
            return mask
        if self.first and sure & self.grid.veto:
            rules = mask & ~self.grid.veto
            earliest = rules & -rules
            if sure & earliest:
                return earliest | self.grid.veto
        return None

    def _open(self, mask: int, left: Sequence[int]) -> list[int]:
        """The inputs that can still strike out a rule."""
        return [number for number in left if mask & self.kept[number] != mask]

    def _spread(self, mask: int, number: int) -> float:
        """How many rules remain on average after this input."""
        masks = self.grid.inputs[number].masks
        return sum((mask & region).bit_count() for region in masks) / len(masks)


def _always(masks: Sequence[int]) -> int:
    result = -1
    for mask in masks:
        result &= mask
    return result
