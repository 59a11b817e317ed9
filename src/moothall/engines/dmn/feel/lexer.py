"""FEEL text as tokens (DMN 1.5, 10.3.1.2, rules 25 to 31, 61 and 62).

Names may hold spaces and signs such as `-` and `'`, so the lexer does not decide where a name ends: it gives
the parts, and the parser joins them by what is in scope.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..problems import NOWHERE, Place, Problem, RuleSyntaxError

NAME, NUMBER, STRING, AT, SIGN, END = "name", "number", "string", "at", "sign", "end"

_SPACE = "\\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff"
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"

_TOKEN = re.compile(
    f"(?P<space>[{_SPACE}]+|//[^\\n]*|/\\*.*?\\*/)"
    f"|(?P<name>[{_START}][{_PART}]*)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<at>@\s*"(?:[^"\\\n]|\\.)*")'
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<sign>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>(){}\[\],:.?'])",
    re.DOTALL,
)
MEANT = {
    "&&": ("the word and between two conditions", "and"),
    "&": ("+ between two texts", "+"),
    "||": ("the word or between two conditions", "or"),
    "!": ("not(…) round a condition", "not(…)"),
    "%": ("the rest of a division written modulo(a, b), or a share such as 0.05", "modulo(…)"),
    "£": ("the number alone", ""),
    "“": ("straight quotation marks", '"'),
    "”": ("straight quotation marks", '"'),
    "≤": ("the sign written with two characters", "<="),
    "≥": ("the sign written with two characters", ">="),
    "≠": ("the sign written with two characters", "!="),
    "×": ("the sign of multiplication", "*"),
    "÷": ("the sign of division", "/"),
    "–": ("a minus sign, or .. between the ends of a range", "-"),
}
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


class Token(NamedTuple):
    """A piece of text: its kind, how it is written, where it begins, and whether space comes before."""

    kind: str
    text: str
    start: int
    spaced: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens_of(text: str, place: Place = NOWHERE) -> list[Token]:
    """The tokens of the text, an END last. Raises RuleSyntaxError at a character that begins none."""
    found: list[Token] = []
    position, spaced, scan = 0, False, _TOKEN.match
    while position < len(text):
        match = scan(text, position)
        if match is None or match.lastgroup is None:
            raise RuleSyntaxError(_unreadable(text, position, place))
        if match.lastgroup == "space":
            spaced = True
        else:
            found.append(Token(match.lastgroup, match[0], position, spaced))
            spaced = False
        position = match.end()
    found.append(Token(END, "", len(text), spaced))
    return found


def _unreadable(text: str, position: int, place: Place) -> Problem:
    where = place.shifted(text, position)
    if text[position] == '"':
        return Problem("A text begins here and never ends.", where, text[position:], 'a closing "')
    if text.startswith("/*", position):
        return Problem("A comment begins here and never ends.", where, text[position:], "a closing */")
    for written, meant in MEANT.items():
        if text.startswith(written, position):
            return Problem("This sign has no meaning here.", where, written, meant[0], meant[1])
    return Problem("This character has no meaning here.", where, text[position : position + 20],
                   "letters, digits, or signs of FEEL; other characters within quotation marks")  # fmt: skip


def string_value(token_text: str) -> str:
    """The text that a string literal stands for; an unknown escape keeps its backslash."""
    inner = token_text[token_text.index('"') + 1 : -1]
    if "\\" not in inner:
        return inner
    plain = _ESCAPE.sub(_unescaped, inner)
    try:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        point = int(code[1:], 16)
        return chr(point) if point <= 0x10FFFF else "\ufffd"
    return _SIMPLE_ESCAPES.get(code, "\\" + code)


@lru_cache(maxsize=20_000)
def name_parts(name: str) -> tuple[tuple[str, bool], ...]:
    """A name as the texts of its tokens, each with whether the space before it matters.

    Space between two words may vary; space around a sign must be as in the name.
    """
    try:
        tokens = tokens_of(name)[:-1]
    except RuleSyntaxError:
        return ()
    return tuple((token.text, token.spaced and position > 0) for position, token in enumerate(tokens))


def normal_name(name: str) -> str:
    """The name with every run of space as one blank."""
    return " ".join(name.split())
