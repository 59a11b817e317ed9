"""A decision table as CSV (RFC 4180), with the line and column of every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from ..model.elements import Model
from ..problems import LimitReached, Place, Problem, RuleSyntaxError
from .sheet import SheetCell, lines_of_model, model_of_lines

LARGEST_TEXT = 2_000_000


def read_csv(text: str, *, source: str = "") -> Model:
    """The model of a table in CSV. Raises RuleError with the line and column of what is wrong."""
    if len(text) > LARGEST_TEXT:
        raise LimitReached(Problem("The file is too large.", Place(source)))
    return model_of_lines(list(_lines(text.lstrip("\ufeff"), source)), source=source)


def write_csv(model: Model, decision: str) -> str:
    """One table of a model as CSV. Raises RuleError when the decision has none."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(lines_of_model(model, decision))
    return written.getvalue()


def _lines(text: str, source: str) -> Iterator[list[SheetCell]]:
    """The cells line by line; line and column are those where a cell begins."""
    position, line, start_of_line = 0, 1, 0
    cells: list[SheetCell] = []
    while position <= len(text):
        place = Place(source, line, position - start_of_line + 1)
        value, end = (
            _quoted(text, position, place) if text[position : position + 1] == '"' else _plain(text, position)
        )
        inside = text.count("\n", position, end)
        if inside:
            line, start_of_line = line + inside, text.rindex("\n", position, end) + 1
        inner = replace(place, column=place.column + 1) if text[position : position + 1] == '"' else place
        cells.append(SheetCell(value.strip(), inner))
        position = end + 1
        if text[end : end + 1] != ",":
            yield cells
            cells = []
            line, start_of_line = line + 1, position


def _plain(text: str, start: int) -> tuple[str, int]:
    end = start
    while end < len(text) and text[end] not in ",\n":
        end += 1
    return text[start:end], end


def _quoted(text: str, start: int, place: Place) -> tuple[str, int]:
    parts: list[str] = []
    position = start + 1
    while True:
        end = text.find('"', position)
        if end < 0:
            begun = text[start : start + 40]
            message = "This cell begins with a quotation mark and never ends."
            raise RuleSyntaxError(Problem(message, place, begun, "a quotation mark after the cell"))
        parts.append(text[position:end])
        if text[end + 1 : end + 2] != '"':
            break
        parts.append('"')
        position = end + 2
    after = text[end + 1 : end + 3].rstrip("\r")
    if after[:1] not in ("", ",", "\n"):
        message = "Something follows the closing quotation mark."
        expected = "a comma, or two quotation marks for one within the cell"
        raise RuleSyntaxError(Problem(message, place, text[start : end + 10], expected))
    return "".join(parts), end + 1 + (text[end + 1 : end + 2] == "\r")
