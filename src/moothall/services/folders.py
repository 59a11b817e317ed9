"""Files that a pack keeps in a folder beside ``service.yaml``, and who can read them.

A capability offers a folder by subclassing :class:`Folder` in its ``folders.py`` and decorating it with
:func:`folder`. The texts of its files are published with the pack, so that what a step does by them is as
immutable as the pack itself; steps find them in ``context.files`` by path (``rules/fee.2026.yaml``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeVar

from moothall.kernel.extension import Registry
from moothall.services.problems import Problem, of_file

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
            raise Unreadable(of_file(path, "save this file as UTF-8 text")) from None

    def problems(self, files: Mapping[str, str], *, day: date) -> Iterable[Problem]:
        """Everything wrong with the folder's files, by path; ``day`` is today."""
        return ()

    def figures(self, files: Mapping[str, str], *, day: date) -> Mapping[str, str]:
        """What the pack's words may quote from the folder's files on ``day``: words by the name of a
        blank."""
        return {}

    def coming(self, files: Mapping[str, str], *, day: date) -> Iterable["Coming"]:
        """Which of these figures are going to change after ``day``."""
        return ()


@dataclass(frozen=True, slots=True)
class Coming:
    """A figure that is going to change: the ``blank`` by which words quote it, what it is called, what it is
    now and what it will be, and ``since`` when."""

    blank: str
    called: str
    before: str
    after: str
    since: date


@dataclass(slots=True)
class FolderFound:
    """The files of a pack's folders by path, and what is wrong with them."""

    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


FOLDERS = Registry[str, Folder]("folder")
"""Folders that packs may have, by name."""

T = TypeVar("T", bound=type[Folder])


def folder(name: str) -> Callable[[T], T]:
    """Offer the class as the folder ``name`` of a pack."""

    def decorate(cls: T) -> T:
        cls.name = name
        FOLDERS.offer(name, cls(), by=cls)
        return cls

    return decorate


def read_folders(pack: Path) -> FolderFound:
    """Every file in the folders of the pack at ``pack`` that some capability reads."""
    found = FolderFound()
    for one in FOLDERS.values():
        for path in sorted((pack / one.name).glob("*")):
            _keep(found, f"{one.name}/{path.name}", path.read_bytes)
    return found


def keep_texts(texts: Mapping[str, str]) -> FolderFound:
    """The texts by path as the files of a pack, with what is wrong with them."""
    found = FolderFound()
    for path, text in sorted(texts.items()):
        _keep(found, path, text.encode)
    return found


def kept_file(path: str, octets: bytes) -> tuple[str, str]:
    """The path and text to publish for one file, such as ``rules/fee.yaml``. Raises :class:`Unreadable`."""
    kept_folder = FOLDERS.get(path.partition("/")[0])
    if kept_folder is None or path.count("/") != 1 or not path.endswith(kept_folder.endings):
        expected = ", ".join(kept_folder.endings) if kept_folder else ", ".join(sorted(FOLDERS))
        raise Unreadable(of_file(path, f"nothing reads this file; expected {expected}"))
    if len(octets) > MOST_OCTETS:
        raise Unreadable(of_file(path, "the file is larger than ten megabytes"))
    return kept_folder.kept(path, octets)


def problems_of_files(files: Mapping[str, str], *, day: date) -> list[Problem]:
    """Everything that the capabilities find wrong with the files of a pack."""
    return [problem for one in FOLDERS.values() for problem in one.problems(_of(one, files), day=day)]


def figures_of_files(files: Mapping[str, str], *, day: date) -> dict[str, str]:
    """Everything that the words of a pack may quote from its files, by the name of the blank."""
    found: dict[str, str] = {}
    for one in FOLDERS.values():
        found |= one.figures(_of(one, files), day=day)
    return found


def coming_figures(files: Mapping[str, str], *, day: date) -> list[Coming]:
    """Everything that the words of a pack may quote and that is going to change, the soonest first."""
    found = (one for kept in FOLDERS.values() for one in kept.coming(_of(kept, files), day=day))
    return sorted(found, key=lambda one: one.since)


def _of(kept_folder: Folder, files: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.startswith(f"{kept_folder.name}/")}


def _keep(found: FolderFound, name: str, octets_of: Callable[[], bytes]) -> None:
    try:
        kept, text = kept_file(name, octets_of())
    except Unreadable as unreadable:
        found.problems += unreadable.problems
    except OSError:
        found.problems.append(of_file(name, "this file cannot be read"))
    else:
        if kept in found.files:
            found.problems.append(of_file(name, f"another file stands for “{kept}” already"))
        if len(found.files) >= MOST_FILES:
            found.problems.append(of_file(name, f"a pack has at most {MOST_FILES} files"))
        found.files[kept] = text
