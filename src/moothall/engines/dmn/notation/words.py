"""The words of the readable notation, and how its cells become FEEL."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model.boxed import Cell
from ..model.elements import ItemDefinition
from ..problems import Place, Problem, RuleError, closest
from ..running.hit_policies import COLLECT
from ..tables.grid import WHOLE
from ..values.text import quoted
from ..values.types import SIMPLE_TYPES, simple_type
from .moments import plain_feel

POUNDS = "pounds"  # the name of the number type that stands for money in models
TYPE_WORDS = {
    "text": "string",
    "number": "number",
    "money": POUNDS,
    "whole number": "number",
    "yes or no": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "days": "days and time duration",
    "years and months": "years and months duration",
}
TYPES_MEANT = {
    "integer": "whole number", "int": "whole number", "float": "number", "decimal": "number",
    "bool": "yes or no", "yes/no": "yes or no", "pounds": "money", "currency": "money", "str": "text",
    "datetime": "date and time", "timestamp": "date and time", "choice": "text", "enum": "text",
}  # fmt: skip
ANY_TYPE = "Any"
WORD_OF_TYPE = {feel: word for word, feel in TYPE_WORDS.items() if word != "whole number"}
HIT_WORDS = {
    "unique": ("UNIQUE", ""),
    "first": ("FIRST", ""),
    "any": ("ANY", ""),
    "priority": ("PRIORITY", ""),
    "rule order": ("RULE ORDER", ""),
    "output order": ("OUTPUT ORDER", ""),
    "collect": (COLLECT, ""),
    "sum": (COLLECT, "SUM"),
    "count": (COLLECT, "COUNT"),
    "least": (COLLECT, "MIN"),
    "most": (COLLECT, "MAX"),
}
WORD_OF_HIT = {policy: word for word, policy in HIT_WORDS.items()}
_FEEL_START = re.compile(r'\s*(?:["<>=!\[\](@?]|not\s*\(|-\s*$|null\b)')


@dataclass(frozen=True, slots=True)
class Kind:
    """What an input or output holds: a word for its type, and the texts it may be."""

    word: str = ""
    values: tuple[str, ...] = ()

    @property
    def type_ref(self) -> str:
        return TYPE_WORDS.get(self.word, self.word)

    def definition(self, owner: str) -> ItemDefinition | None:
        """The named type that says which values are allowed; None when all are."""
        if self.word == "money":
            return ItemDefinition(name=POUNDS, type_ref="number")
        if self.word == "whole number":
            return ItemDefinition(name=f"{owner} number", type_ref="number", allowed=Cell(text=WHOLE))
        if not self.values:
            return None
        allowed = ", ".join(map(quoted, self.values))
        return ItemDefinition(name=f"{owner} values", type_ref=self.type_ref, allowed=Cell(text=allowed))


def type_word(word: str, place: Place) -> str:
    """The word of a type, which FEEL may know by another name. Raises RuleError when it names no type."""
    if word and word not in TYPE_WORDS and simple_type(word) is None:
        meant = TYPES_MEANT.get(word.casefold()) or closest(word, [*TYPE_WORDS, *SIMPLE_TYPES])
        expected = "one of " + ", ".join(TYPE_WORDS)
        raise RuleError(Problem("There is no such type.", place, word, expected, meant))
    return WORD_OF_TYPE.get(word, word if word != ANY_TYPE else "")


def hit_policy(word: str, place: Place) -> tuple[str, str]:
    """The hit policy and aggregation of a word. Raises RuleError when it is none."""
    folded = word.casefold()
    if folded not in HIT_WORDS:
        expected = "one of " + ", ".join(HIT_WORDS)
        raise RuleError(
            Problem("There is no such way to choose.", place, word, expected, closest(folded, HIT_WORDS))
        )
    return HIT_WORDS[folded]


def test_of(text: str, kind: Kind, place: Place) -> str:
    """A condition as FEEL: texts need no quotation marks, `yes` and `no` stand for true and false.

    Raises RuleError for a text that the input cannot be.
    """
    text = text.strip()
    if not text or text in ("-", "any", "anything"):
        return "-"
    if kind.type_ref == "boolean":
        return _truth(text, place)
    if kind.type_ref != "string":
        return plain_feel(text, kind, place)
    if _FEEL_START.match(text):
        return text
    if text.startswith("not "):
        return f"not({_texts(text[4:], kind, place)})"
    return _texts(text, kind, place)


def _texts(text: str, kind: Kind, place: Place) -> str:
    return ", ".join(quoted(_allowed(part.strip(), kind, place)) for part in text.split(","))


def _allowed(word: str, kind: Kind, place: Place) -> str:
    if kind.values and word not in kind.values:
        expected = "one of " + ", ".join(kind.values)
        raise RuleError(
            Problem("This is not among the values.", place, word, expected, closest(word, kind.values))
        )
    return word


def _truth(text: str, place: Place) -> str:
    words = {"yes": "true", "true": "true", "no": "false", "false": "false"}
    if text.casefold() in words:
        return words[text.casefold()]
    if _FEEL_START.match(text):
        return text
    raise RuleError(Problem("This is neither yes nor no.", place, text, "yes, no or -"))


def result_of(text: str, kind: Kind, place: Place) -> str:
    """A result as FEEL: a text may be written without quotation marks; `=` begins an expression.

    Raises RuleError for a text that the output cannot be.
    """
    text = text.strip()
    if text.startswith("="):
        return text[1:].strip()
    if kind.type_ref == "boolean":
        return _truth(text, place)
    if kind.type_ref != "string":
        return plain_feel(text, kind, place)
    if text.startswith('"'):
        return text
    return quoted(_allowed(text, kind, place))
