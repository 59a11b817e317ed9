"""What is wrong with a pack: the way to it in the content, words that help, and the place in a file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

Way = tuple[str | int, ...]
"""How to get to a value in the content of a pack: keys and list positions."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file. Lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a pack: the ``way`` to it (``steps[2].of``), and how to put it right. ``place`` is where
    it stands when the pack was read from files, or in a text that the pack keeps (``files``)."""

    way: Way
    words: str
    place: Place | None = None

    def below(self, way: Way) -> "Problem":
        """The same problem of a part that stands at ``way``."""
        return replace(self, way=(*way, *self.way))

    def __str__(self) -> str:
        return f"{self.place or in_words(self.way)}: {self.words}"


def in_words(way: Way) -> str:
    """A way as people write it: ``steps[2].of``."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in way)
    return written.removeprefix(".") or "service"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: by place in the files, then by way."""
    nowhere = Place("", 0, 0)
    return sorted(
        set(problems), key=lambda one: (one.place or nowhere, [str(part).zfill(4) for part in one.way])
    )


def of_file(path: str, words: str, *, line: int = 1, column: int = 1) -> Problem:
    """A problem of the file ``path`` of a pack, such as ``rules/fee.yaml``."""
    return Problem(("files", path), words, Place(path, line, column))
