"""YAML 1.2 as plain values, with the place of every one of them in its file.

Only what a person needs is accepted: mappings, lists, texts, numbers, true and false. Anchors, tags and
repeated keys are refused, so a pack means what it looks like and cannot grow when it is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import JsonValue
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from moothall.services.problems import Place, Problem, Way

MOST_OCTETS = 1_000_000
DEPTH = 30
TAG = "tag:yaml.org,2002:"
TYPES = {"str", "int", "float", "bool", "null", "timestamp"}


@dataclass(slots=True)
class Source:
    """What a file says, where each value and key stands, and what is wrong with it as YAML. A source that
    is no file is content from elsewhere, without places."""

    file: str
    content: JsonValue = None
    is_file: bool = False
    places: dict[Way, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Way, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, way: Way, words: str, *, at_key: bool = False) -> Problem:
        """A mistake at the value (or its key) that ``way`` leads to, with the nearest place there is."""
        return Problem(self.way_in_content(way), words, self._place(way, at_key=at_key))

    def at(self, line: int, column: int, words: str) -> Problem:
        """A mistake of the file as YAML, at a place in it."""
        return Problem(self.way_in_content(()), words, Place(self.file, line, column))

    def way_in_content(self, way: Way) -> Way:
        """Where in the content of the pack stands what ``way`` leads to in this source."""
        return way

    def _place(self, way: Way, *, at_key: bool) -> Place | None:
        if not self.is_file:
            return None
        if at_key and way in self.keys:
            return Place(self.file, *self.keys[way])
        while way and way not in self.places:
            way = way[:-1]
        return Place(self.file, *self.places.get(way, (1, 1)))


@dataclass(slots=True)
class WordsSource(Source):
    """The words of one language: nested by key in a file, flat in the content."""

    language: str = ""

    def way_in_content(self, way: Way) -> Way:
        """Under ``words`` and the language, by dotted key."""
        return ("words", self.language, ".".join(map(str, way))) if way else ("words", self.language)


S = TypeVar("S", bound=Source)


def read_source(found: S, path: Path) -> S:
    """``found`` with what the file at ``path`` says. What cannot be read becomes a problem."""
    return _read(found, lambda: _text(path))


def read_text(found: S, text: str | None) -> S:
    """``found`` with what ``text`` says, as of a file of its name; ``None`` is a file that is not there."""
    if text is None:
        found.is_file = True
        found.problems.append(found.at(1, 1, "there is no such file"))
        return found
    return _read(found, lambda: _no_longer_than_a_file(text))


def _read(found: S, text_of: Callable[[], str]) -> S:
    found.is_file = True
    try:
        text = text_of()
        node = YAML(typ="safe", pure=True).compose(text)
        if node is not None:
            found.content = _value(found, node, (), DEPTH)
    except OSError:
        found.problems.append(found.at(1, 1, "this file cannot be read"))
    except UnicodeDecodeError:
        found.problems.append(found.at(1, 1, "save this file as UTF-8 text"))
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        found.problems.append(found.at(line, column, f"this is not YAML: {wrong.problem or wrong.context}"))
    except (YAMLError, ValueError, RecursionError) as wrong:
        found.problems.append(found.at(1, 1, f"this is not YAML: {str(wrong).splitlines()[0]}"))
    return found


def _no_longer_than_a_file(text: str) -> str:
    if len(text.encode()) > MOST_OCTETS:
        raise ValueError("the file is larger than a megabyte")
    return text


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_OCTETS:
        raise ValueError("the file is larger than a megabyte")
    return path.read_text(encoding="utf-8")


def _value(found: Source, node: Node, way: Way, depth: int) -> JsonValue:
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    if way in found.places or node.anchor:
        found.problems.append(found.at(*place, "write it out instead of using & and *"))
        return None
    found.places[way] = place
    if depth == 0:
        found.problems.append(found.at(*place, "this is nested too deeply"))
        return None
    if isinstance(node, MappingNode):
        return dict(_pairs(found, node, way, depth))
    if isinstance(node, SequenceNode):
        return [_value(found, item, (*way, at), depth - 1) for at, item in enumerate(node.value)]
    return _scalar(found, node, place) if isinstance(node, ScalarNode) else None


def _pairs(found: Source, node: MappingNode, way: Way, depth: int) -> Iterator[tuple[str, JsonValue]]:
    for key, value in node.value:
        name, place = str(key.value), (key.start_mark.line + 1, key.start_mark.column + 1)
        if (*way, name) in found.keys:
            found.problems.append(found.at(*place, f"“{name}” is here twice"))
            continue
        found.keys[(*way, name)] = place
        yield name, _value(found, value, (*way, name), depth - 1)


def _scalar(found: Source, node: ScalarNode, place: tuple[int, int]) -> JsonValue:
    tag = str(node.tag).removeprefix(TAG)
    if tag not in TYPES:
        found.problems.append(found.at(*place, "tags with ! have no meaning here"))
        return None
    if tag == "null":
        return None
    if tag == "bool":
        return str(node.value).lower() == "true"
    if tag in {"int", "float"}:
        return _number(node.value, tag)
    return str(node.value)


def _number(text: str, tag: str) -> int | float | str:
    plain = text.replace("_", "")
    try:
        return int(plain) if tag == "int" else float(plain)
    except ValueError:
        return text
