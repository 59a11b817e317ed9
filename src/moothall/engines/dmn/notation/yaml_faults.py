"""What is wrong with a YAML file, in plain words instead of those of the YAML reader."""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from ..problems import Place, Problem


@dataclass(frozen=True, slots=True)
class _Fault:
    """A phrase of the reader, our message, and what was expected; `at_start` points at what was begun."""

    phrase: str
    message: str
    expected: str
    at_start: bool = False


QUOTED = "quotation marks round it"
_FAULTS = (
    _Fault("character '\\t'", "A line begins with a tab.", "blanks before the text"),
    _Fault("mapping values are not allowed", "There is a colon where none can stand.",
           "quotation marks round a text with a colon and a blank in it, or the name on a line of its own"),
    _Fault("could not find expected ':'", "A colon is missing.", "“name: value”"),
    _Fault("expected ',' or '}'", "The bracket “{” is not closed.", "“}” after the last value", True),
    _Fault("expected ',' or ']'", "The bracket “[” is not closed.", "“]” after the last value", True),
    _Fault("unknown escape", "A backslash within quotation marks begins a sign of its own.", "“\\\\”"),
    _Fault("quoted scalar", "A quotation mark is not closed.", "a second one after the text", True),
    _Fault("block scalar", "A value may not begin with “>” or “|”.", QUOTED),
    _Fault("cannot start any token", "A value may not begin with this sign.", QUOTED),
    _Fault("alphabetic or numeric", "A value may not begin with “&”, “*” or “!”.", QUOTED),
    _Fault("<block end>", "This line is not where it belongs.",
           "as many blanks before it as before the lines it belongs to"),
)  # fmt: skip
_OTHER = _Fault("", "The file cannot be read from here on.", "rules as in the guide to the notation")


def fault_in(text: str, error: MarkedYAMLError, source: str) -> Problem:
    """The problem behind an error of the YAML reader, with the line it concerns."""
    said = f"{error.context or ''} {error.problem or ''}"
    fault = next((one for one in _FAULTS if one.phrase in said), _OTHER)
    mark = (error.context_mark if fault.at_start else None) or error.problem_mark or error.context_mark
    if mark is None:
        return Problem(fault.message, Place(source), expected=fault.expected)
    place = Place(source, mark.line + 1, mark.column + 1)
    return Problem(fault.message, place, line_of(text, mark.line), fault.expected)


def line_of(text: str, number: int) -> str:
    """A line of the text, counted from 0, without the blanks around it."""
    lines = text.splitlines()
    return lines[number].strip() if number < len(lines) else ""


def unreadable_character(text: str, source: str) -> Problem:
    """The place of the first character that no text file should hold."""
    known = "\n\r\t\x85"
    at = next((n for n, one in enumerate(text) if one not in known and not one.isprintable()), 0)
    place = Place(source).shifted(text, at)
    return Problem("This is no readable text.", place, repr(text[at : at + 1]), "a text file in UTF-8")
