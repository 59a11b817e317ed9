"""A text put into other words that still knows where each stretch stands in what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Rewritten:
    """A text with, for each of its stretches, the stretch of the original it stands for.

    `places` holds (start, end here, start, end in the original); empty where nothing was changed.
    """

    text: str
    places: tuple[Place, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` stand in the original."""
        touched = [_within(place, start, end) for place in self.places if place[0] < end and place[1] > start]
        if not touched:
            return start, end
        return min(first for first, _ in touched), max(past for _, past in touched)


def _within(place: Place, start: int, end: int) -> tuple[int, int]:
    """The part of the original that one stretch shares with start to end: all of it where it was changed."""
    here, past_here, first, past = place
    if past_here - here != past - first:
        return first, past
    return first + max(start - here, 0), past - max(past_here - end, 0)


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> Rewritten:
    """`text` with the characters from start to end of each change (in order, apart) put differently; all that
    stands between them is kept."""
    pieces: list[str] = []
    places: list[Place] = []
    at = done = 0
    for start, end, other in (*changes, (len(text), len(text), "")):
        for piece, first, past in ((text[done:start], done, start), (other, start, end)):
            if piece:
                places.append((at, at + len(piece), first, past))
            pieces.append(piece)
            at += len(piece)
        done = end
    return Rewritten("".join(pieces), tuple(places) if len(pieces) > 2 else ())
