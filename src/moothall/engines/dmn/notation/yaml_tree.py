"""YAML to plain parts that know their lines, with unknown and repeated keys refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..problems import NOWHERE, LimitReached, Place, Problem, RuleError, RuleSyntaxError, closest
from .yaml_faults import fault_in, line_of, unreadable_character

LARGEST_TEXT = 2_000_000
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file: a text, a list or a mapping, and where it begins.

    `quoted` says that a text stood in quotation marks; `kind` is text, number, truth or null; `named_at` is
    where the name stands that it belongs to.
    """

    place: Place
    text: str = ""
    kind: str = "text"
    quoted: bool = False
    items: tuple[Part, ...] | None = None
    entries: Mapping[str, Part] | None = None
    named_at: Place = NOWHERE

    def mapping(self, *, known: tuple[str, ...] | None = None, what: str = "this") -> Mapping[str, Part]:
        """The entries. Raises RuleError when it is no mapping, or has keys that are not known."""
        if self.entries is None:
            message = f"{what} must be names with values."
            raise RuleError(Problem(message, self.place, self.shown, "“name: value”, a line for each"))
        for name, part in self.entries.items() if known else ():
            if name not in (known or ()):
                expected = "one of " + ", ".join(known or ())
                raise RuleError(
                    Problem(
                        f"{what} cannot have this.", part.named_at, name, expected, closest(name, known or ())
                    )
                )
        return self.entries

    def listed(self, what: str = "this") -> tuple[Part, ...]:
        """The items. Raises RuleError when it is no list."""
        if self.items is None:
            expected = "lines beginning with “- ”, or values in brackets: “[one, two]”"
            raise RuleError(Problem(f"{what} must be a list.", self.place, self.shown, expected))
        return self.items

    @property
    def shown(self) -> str:
        """The text, or the first names or values of what is there instead."""
        parts = self.entries or [item.text for item in self.items or ()]
        return self.text or ", ".join(list(parts)[:3])

    def word(self, what: str = "this") -> str:
        """The text. Raises RuleError when it is a list or a mapping."""
        if self.items is not None or self.entries is not None:
            expected = "one value, without brackets and without names"
            raise RuleError(Problem(f"{what} must be a single value.", self.place, self.shown, expected))
        return "" if self.kind == "null" else self.text


def parse_yaml(text: str, *, source: str = "") -> Part:
    """The parts of a YAML file. Raises RuleSyntaxError when unreadable, LimitReached when too large."""
    if len(text) > LARGEST_TEXT:
        raise LimitReached(Problem("The file is too large.", Place(source)))
    try:
        _refuse_tricks(text, source)
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise RuleSyntaxError(fault_in(text, error, source)) from None
    except (YAMLError, ValueError):
        raise RuleSyntaxError(unreadable_character(text, source)) from None
    except RecursionError:
        raise LimitReached(Problem("The file is nested too deeply.", Place(source))) from None
    if root is None:
        raise RuleSyntaxError(Problem("The file is empty.", Place(source), expected="rules"))
    return _part(root, source)


def _refuse_tricks(text: str, source: str) -> None:
    """Stop at the first anchor or alias, or too deep a nesting, before anything is built."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        named = isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None
        if not named and depth <= DEEPEST:
            continue
        place = Place(source, event.start_mark.line + 1, event.start_mark.column + 1)
        if depth > DEEPEST:
            raise LimitReached(Problem("The file is nested too deeply.", place))
        line = line_of(text, event.start_mark.line)
        message = "Rules may not refer to other parts with “&” and “*”."
        raise RuleSyntaxError(Problem(message, place, line, "the value, in quotation marks if need be"))


def _part(node: Node, source: str) -> Part:
    place = Place(source, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, ScalarNode):
        quoted = node.style in ("'", '"', "|", ">")
        if node.style in ("'", '"'):
            place = replace(place, column=place.column + 1)  # the text begins after the quotation mark
        return Part(place, node.value, "text" if quoted else _kind(str(node.tag)), quoted)
    if isinstance(node, SequenceNode):
        return Part(place, items=tuple(_part(item, source) for item in node.value))
    assert isinstance(node, MappingNode)
    return Part(place, entries=dict(_entries(node, source)))


def _entries(node: MappingNode, source: str) -> Iterator[tuple[str, Part]]:
    seen: set[str] = set()
    for key, value in node.value:
        name = str(key.value) if isinstance(key, ScalarNode) else ""
        place = Place(source, key.start_mark.line + 1, key.start_mark.column + 1)
        if not name:
            raise RuleError(Problem("A name must be a single value.", place, expected="“name: value”"))
        if name in seen:
            raise RuleError(Problem("This name is used twice.", place, name, "a name of its own"))
        seen.add(name)
        yield name, replace(_part(value, source), named_at=place)


def _kind(tag: str) -> str:
    name = tag.rpartition(":")[2]
    return {"int": "number", "float": "number", "bool": "truth", "null": "null"}.get(name, "text")
