"""Files that a pack keeps in a folder beside ``service.yaml``, and who can read them.

A capability offers a folder by subclassing :class:`Folder` in its ``folders.py`` and decorating it with
:func:`folder`. The texts of its files are published with the pack, so that what a step does by them is as
immutable as the pack itself; steps find them in ``asking.files`` by path (``rules/fee.2026.yaml``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeVar

from moothall.services.marks import Problem

MOST_OCTETS = 10_000_000
MOST_FILES = 100


class Unreadable(Exception):
    """A file that cannot be kept as text; ``problems`` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Folder:
    """A folder of a pack. Subclasses name the ``endings`` of the files in it and check what they say."""

    name: ClassVar[str]
    endings: ClassVar[tuple[str, ...]]

    def kept(self, path: str, octets: bytes) -> tuple[str, str]:
        """The path and the text to publish for the file at ``path``. Raises :class:`Unreadable`."""
        try:
            return path, octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Unreadable(Problem(path, 1, 1, "save this file as UTF-8 text")) from None

    def problems(self, files: Mapping[str, str], *, day: date) -> Iterable[Problem]:
        """Everything wrong with the folder's files, by path; ``day`` is today."""
        return ()

    def figures(self, files: Mapping[str, str], *, day: date) -> Mapping[str, str]:
        """What the pack's words may quote from the folder's files on ``day``: words by the name of a
        blank."""
        return {}


@dataclass(slots=True)
class Found:
    """The files of a pack's folders by path, and what is wrong with them."""

    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


_FOLDERS: dict[str, Folder] = {}

T = TypeVar("T", bound=type[Folder])


def folder(name: str) -> Callable[[T], T]:
    """Offer the class as the folder ``name`` of a pack."""

    def decorate(cls: T) -> T:
        cls.name = name
        _FOLDERS[name] = cls()
        return cls

    return decorate


def read_folders(pack: Path) -> Found:
    """Every file in the folders of the pack at ``pack`` that some capability reads."""
    found = Found()
    for kind in _FOLDERS.values():
        for path in sorted((pack / kind.name).glob("*")):
            _read(found, kind, path)
    return found


def kept_file(path: str, octets: bytes) -> tuple[str, str]:
    """The path and text to publish for one file, such as ``rules/fee.yaml``. Raises :class:`Unreadable`."""
    kind = _FOLDERS.get(path.partition("/")[0])
    if kind is None or path.count("/") != 1 or not path.endswith(kind.endings):
        expected = ", ".join(kind.endings) if kind else ", ".join(sorted(_FOLDERS))
        raise Unreadable(Problem(path, 1, 1, f"nothing reads this file; expected {expected}"))
    if len(octets) > MOST_OCTETS:
        raise Unreadable(Problem(path, 1, 1, "the file is larger than ten megabytes"))
    return kind.kept(path, octets)


def problems_of_files(files: Mapping[str, str], *, day: date) -> list[Problem]:
    """Everything that the capabilities find wrong with the files of a pack."""
    return [problem for kind in _FOLDERS.values() for problem in kind.problems(_of(kind, files), day=day)]


def figures_of_files(files: Mapping[str, str], *, day: date) -> dict[str, str]:
    """Everything that the words of a pack may quote from its files, by the name of the blank."""
    found: dict[str, str] = {}
    for kind in _FOLDERS.values():
        found |= kind.figures(_of(kind, files), day=day)
    return found


def _of(kind: Folder, files: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.startswith(f"{kind.name}/")}


def _read(found: Found, kind: Folder, path: Path) -> None:
    name = f"{kind.name}/{path.name}"
    try:
        kept, text = kept_file(name, path.read_bytes())
    except Unreadable as unreadable:
        found.problems += unreadable.problems
    except OSError:
        found.problems.append(Problem(name, 1, 1, "this file cannot be read"))
    else:
        if kept in found.files:
            found.problems.append(Problem(name, 1, 1, f"another file stands for “{kept}” already"))
        if len(found.files) >= MOST_FILES:
            found.problems.append(Problem(name, 1, 1, f"a pack has at most {MOST_FILES} files"))
        found.files[kept] = text
