"""Results in pages: first those that could well help, then those that may."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.civic.matching.queries import Result, Results
from moothall.kernel.doors.web import whole

SIZE = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One page of results. ``is_further``: they are less close; ``first``: the number of the first of them;
    ``next_number`` and ``previous_number``: the pages beside it, 0 where there is none."""

    results: Sequence[Result]
    number: int
    first: int
    is_further: bool
    next_number: int
    previous_number: int
    next_is_further: bool


def part_of(found: Results, *, number: int) -> Part:
    """Page ``number`` (from 1) of what was found; the last one if there are fewer."""
    near, further = _chunks(found.near) or [()], _chunks(found.further)
    pages = [(each, False) for each in near] + [(each, True) for each in further]
    at = min(max(number, 1), len(pages))
    results, is_further = pages[at - 1]
    has_next = at < len(pages)
    return Part(
        results=results,
        number=at,
        first=1 + sum(len(before) for before, _ in pages[: at - 1]),
        is_further=is_further,
        next_number=at + 1 if has_next else 0,
        previous_number=at - 1,
        next_is_further=has_next and pages[at][1],
    )


def number_of(typed: str) -> int:
    """The page number in an address; 1 for anything else."""
    return min(whole(typed) or 1, 999)


def _chunks(results: Sequence[Result]) -> list[Sequence[Result]]:
    return [results[at : at + SIZE] for at in range(0, len(results), SIZE)]
