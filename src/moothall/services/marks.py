"""YAML 1.2 as plain values, with the place of every one of them in its file.

Only what a person needs is accepted: mappings, lists, texts, numbers, true and false. Anchors, tags and
repeated keys are refused, so a pack means what it looks like and cannot grow when it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MOST_OCTETS = 1_000_000
DEPTH = 30
TAG = "tag:yaml.org,2002:"
KINDS = {"str", "int", "float", "bool", "null", "timestamp"}

Way = tuple[str | int, ...]
"""How to get to a value: keys and list positions."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a pack: where, and how to put it right. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.words}"


@dataclass(slots=True)
class Marked:
    """What a file says, where each value and key stands, and what is wrong with it as YAML."""

    file: str
    content: Any = None
    places: dict[Way, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Way, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, way: Way, words: str, *, at_key: bool = False) -> Problem:
        """A mistake at the value (or its key) that ``way`` leads to, or the nearest one above it."""
        if at_key and way in self.keys:
            return Problem(self.file, *self.keys[way], words)
        while way and way not in self.places:
            way = way[:-1]
        return Problem(self.file, *self.places.get(way, (1, 1)), words)


def read_marked(path: Path, *, name: str) -> Marked:
    """The file at ``path``, called ``name`` in messages. What cannot be read becomes a problem."""
    found = Marked(name)
    try:
        text = _text(path)
        node = YAML(typ="safe", pure=True).compose(text)
        if node is not None:
            found.content = _value(found, node, (), DEPTH)
    except OSError:
        found.problems.append(Problem(name, 1, 1, "this file cannot be read"))
    except UnicodeDecodeError:
        found.problems.append(Problem(name, 1, 1, "save this file as UTF-8 text"))
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        found.problems.append(
            Problem(name, line, column, f"this is not YAML: {wrong.problem or wrong.context}")
        )
    except (YAMLError, ValueError, RecursionError) as wrong:
        found.problems.append(Problem(name, 1, 1, f"this is not YAML: {str(wrong).splitlines()[0]}"))
    return found


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_OCTETS:
        raise ValueError("the file is larger than a megabyte")
    return path.read_text(encoding="utf-8")


def _value(found: Marked, node: Node, way: Way, depth: int) -> Any:
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    if way in found.places or node.anchor:
        found.problems.append(Problem(found.file, *place, "write it out instead of using & and *"))
        return None
    found.places[way] = place
    if depth == 0:
        found.problems.append(Problem(found.file, *place, "this is nested too deeply"))
        return None
    if isinstance(node, MappingNode):
        return dict(_pairs(found, node, way, depth))
    if isinstance(node, SequenceNode):
        return [_value(found, item, (*way, at), depth - 1) for at, item in enumerate(node.value)]
    return _scalar(found, node, place) if isinstance(node, ScalarNode) else None


def _pairs(found: Marked, node: MappingNode, way: Way, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in node.value:
        name, place = str(key.value), (key.start_mark.line + 1, key.start_mark.column + 1)
        if (*way, name) in found.keys:
            found.problems.append(Problem(found.file, *place, f"“{name}” is here twice"))
            continue
        found.keys[(*way, name)] = place
        yield name, _value(found, value, (*way, name), depth - 1)


def _scalar(found: Marked, node: ScalarNode, place: tuple[int, int]) -> Any:
    kind = str(node.tag).removeprefix(TAG)
    if kind not in KINDS:
        found.problems.append(Problem(found.file, *place, "tags with ! have no meaning here"))
        return None
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() == "true"
    if kind in {"int", "float"}:
        return _number(node.value, kind)
    return str(node.value)


def _number(text: str, kind: str) -> int | float | str:
    plain = text.replace("_", "")
    try:
        return int(plain) if kind == "int" else float(plain)
    except ValueError:
        return text
