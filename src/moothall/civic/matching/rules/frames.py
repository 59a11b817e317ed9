"""Frames: a kind of phrasing as its parts (who, what is done, to whom, when), which stand near one another in
any order.

A phrase fixes an order; people do not ("hit me again, my husband did"). A frame holds when each of its parts
is found within a few words of the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product, takewhile

Place = tuple[int, int]

WITHIN = 11
"""Words from the beginning of the first part to the end of the last; the end of a clause counts as a word."""
_MOST_PLACES = 5


@dataclass(frozen=True)
class Frame:
    """The parts of one kind of phrasing, each an expression of the phrase language."""

    parts: tuple[str, ...]

    def place(self, line: str, places_of: Callable[[str], Sequence[Place]]) -> Place | None:
        """Where in ``line`` (words, a space after each) the frame holds first; ``places_of`` says where a
        part is found."""
        found = list(takewhile(bool, (places_of(part)[:_MOST_PLACES] for part in self.parts)))
        if len(found) < len(self.parts):
            return None
        held = map(_span, product(*found))
        return min((span for span in held if line.count(" ", *span) <= WITHIN), default=None)


def _span(places: Sequence[Place]) -> Place:
    return min(start for start, _ in places), max(past for _, past in places)
