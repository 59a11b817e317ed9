"""What had to be put right, or left out, while reading somebody else's data."""

from collections.abc import Iterator
from dataclasses import dataclass, field

EXAMPLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one entry: what was done about it in words, which entry, and what it said."""

    words: str
    entry: str
    example: str = ""
    is_skipped: bool = False


@dataclass(slots=True)
class Notes:
    """Collects the problems of one entry while it is read."""

    entry: str = ""
    problems: list[Problem] = field(default_factory=list)

    def repaired(self, words: str, example: object = "") -> None:
        """Note that something was put right or left out, and the entry kept."""
        self._add(words, example, is_skipped=False)

    def skipped(self, words: str, example: object = "") -> None:
        """Note that the whole entry was left out."""
        self._add(words, example, is_skipped=True)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def _add(self, words: str, example: object, *, is_skipped: bool) -> None:
        shown = " ".join(str(example).split())
        if len(shown) > EXAMPLE_LENGTH:
            shown = shown[: EXAMPLE_LENGTH - 1] + "…"
        self.problems.append(Problem(words, self.entry, shown, is_skipped))
