"""XML to a small tree that knows its lines, without the tricks XML allows.

A document type declaration is refused, and with it every entity, internal or external: no file is read, no
address fetched, and nothing can grow while it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat  # entities cannot be declared: see `_refuse_doctype`

from ..problems import NOWHERE, LimitReached, Place, Problem, RuleSyntaxError

LARGEST_TEXT = 20_000_000
DEEPEST = 200
MOST_ELEMENTS = 1_000_000
_DIVIDER = "\x1f"


@dataclass(slots=True)
class XmlNode:
    """An element: namespace, local name, attributes (a foreign namespace in braces), text and children."""

    namespace: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[XmlNode] = field(default_factory=list)
    text: str = ""
    place: Place = field(default=NOWHERE, compare=False)
    text_place: Place = field(default=NOWHERE, compare=False)

    def get(self, attribute: str) -> str:
        """The value of an attribute, or an empty text."""
        return self.attributes.get(attribute, "")

    def all(self, *names: str) -> Iterator[XmlNode]:
        """The children of those names in the namespace of the element itself, not those a vendor adds."""
        return (child for child in self.children if child.name in names and child.namespace == self.namespace)

    def first(self, *names: str) -> XmlNode | None:
        """The first child of one of those names, or None."""
        return next(self.all(*names), None)

    def text_of(self, name: str) -> str:
        """The text of the first child of that name, or an empty text."""
        child = self.first(name)
        return child.text.strip() if child else ""


def parse_xml(text: str | bytes, *, source: str = "") -> XmlNode:
    """The root of a document. Raises RuleSyntaxError when it is no XML, LimitReached when it is too large."""
    if len(text) > LARGEST_TEXT:
        raise LimitReached(Problem("The file is too large.", Place(source)))
    return _Builder(source).built(text)


class _Builder:
    """Builds the tree from the events of expat."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parser = expat.ParserCreate(namespace_separator=_DIVIDER)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.open: list[XmlNode] = []
        self.root: XmlNode | None = None
        self.count = 0

    def built(self, text: str | bytes) -> XmlNode:
        try:
            self.parser.Parse(text, True)
        except expat.ExpatError as error:
            place = Place(self.source, error.lineno, error.offset + 1)
            message = f"The file is not well-formed XML: {expat.ErrorString(error.code)}."
            expected = "a closing tag for every opening one, and &lt; and &amp; for < and & in texts"
            raise RuleSyntaxError(Problem(message, place, _line(text, error.lineno), expected)) from None
        except (UnicodeError, ValueError):
            problem = Problem("The file is not readable text.", Place(self.source), expected="text in UTF-8")
            raise RuleSyntaxError(problem) from None
        assert self.root is not None
        return self.root

    def _here(self) -> Place:
        return Place(self.source, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _refuse_doctype(self, *_: Any) -> NoReturn:
        message = "A rules file may not have a document type declaration (DOCTYPE)."
        raise RuleSyntaxError(Problem(message, self._here(), expected="a file without one"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise LimitReached(Problem("The file is too deep or has too many elements.", self._here()))
        namespace, _, name = tag.rpartition(_DIVIDER)
        own = {_attribute_name(key): value for key, value in attributes.items()}
        node = XmlNode(namespace, name, own, place=self._here())
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _tag: str) -> None:
        node = self.open.pop()
        if node.children and not node.text.strip():
            node.text = ""

    def _characters(self, text: str) -> None:
        node = self.open[-1]
        if not node.text:
            node.text_place = self._here()
        node.text += text


def _line(text: str | bytes, number: int) -> str:
    """A line of the text, counted from 1, without the blanks around it."""
    readable = text if isinstance(text, str) else text.decode("utf-8", "replace")
    lines = readable.split("\n")
    return lines[number - 1].strip() if number <= len(lines) else ""


def _attribute_name(key: str) -> str:
    namespace, _, name = key.rpartition(_DIVIDER)
    return f"{{{namespace}}}{name}" if namespace else name
