"""A decision table in a spreadsheet (xlsx), laid out as in CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ..model.elements import Model
from ..problems import LimitReached, Place, Problem, RuleSyntaxError, closest
from ..values.numbers import plain_text
from .sheet import SheetCell, model_of_lines

LARGEST_FILE = 10_000_000
LARGEST_UNPACKED = 50_000_000
MOST_ROWS, MOST_COLUMNS = 5000, 100


def read_xlsx(content: bytes, *, source: str = "", sheet: str = "") -> Model:
    """The model of a table in a workbook: the named sheet, or the first.

    Formulas count with the values last worked out. Raises RuleError with the row and column of what is wrong.
    """
    return model_of_lines(_lines_of_book(content, source, sheet), source=source)


def sheet_text(content: bytes, *, source: str = "", sheet: str = "") -> str:
    """The cells of a sheet as CSV, whether or not they are rules. Raises RuleError when there are none."""
    written = io.StringIO()
    rows = [[cell.text for cell in line] for line in _lines_of_book(content, source, sheet)]
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _lines_of_book(content: bytes, source: str, sheet: str) -> list[list[SheetCell]]:
    _check_size(content, source)
    try:
        book = load_workbook(io.BytesIO(content), read_only=not _has_merged(content), data_only=True)
        if sheet and sheet not in book.sheetnames:
            raise RuleSyntaxError(
                Problem(
                    "There is no such sheet.",
                    Place(source),
                    sheet,
                    "one of " + ", ".join(book.sheetnames),
                    closest(sheet, book.sheetnames),
                )
            )
        return list(_lines(book[sheet] if sheet else book.worksheets[0], source))
    except (InvalidFileException, KeyError, ValueError, IndexError, zipfile.BadZipFile):
        raise _unreadable(source) from None


def _unreadable(source: str) -> RuleSyntaxError:
    message = "This is no readable workbook (xlsx)."
    return RuleSyntaxError(Problem(message, Place(source), expected="a workbook saved in the format .xlsx"))


def _check_size(content: bytes, source: str) -> None:
    if len(content) > LARGEST_FILE:
        raise LimitReached(Problem("The workbook is too large.", Place(source)))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise _unreadable(source) from None
    if unpacked > LARGEST_UNPACKED:
        raise LimitReached(Problem("The workbook is too large when unpacked.", Place(source)))


def _has_merged(content: bytes) -> bool:
    """Whether cells of a sheet are merged: openpyxl tells which only when it reads a book as a whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
        return any(b"<mergeCell " in archive.read(name) for name in sheets)


def _lines(chosen: Any, source: str) -> Iterator[list[SheetCell]]:
    held = _held_down(chosen)
    last_row, last_column = chosen.max_row or MOST_ROWS, chosen.max_column or MOST_COLUMNS
    rows = chosen.iter_rows(
        max_row=min(last_row, MOST_ROWS), max_col=min(last_column, MOST_COLUMNS), values_only=True
    )
    for number, row in enumerate(rows, 1):
        yield [
            SheetCell(_text(held.get((number, column), value)), _place(source, number, column))
            for column, value in enumerate(row, 1)
        ]


def _held_down(chosen: Any) -> dict[tuple[int, int], Any]:
    """What stands in cells that are merged with the one above: it holds for each of their rows."""
    merged = getattr(chosen, "merged_cells", None)
    return {
        (row, area.min_col): chosen.cell(area.min_row, area.min_col).value
        for area in (merged.ranges if merged else ())
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)
    }


def _place(source: str, row: int, column: int) -> Place:
    return Place(source, row, column, f"{get_column_letter(column)}{row}")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return plain_text(Decimal(repr(value)).normalize())
    if isinstance(value, datetime):
        return f'@"{value.date() if value.time() == datetime.min.time() else value.isoformat()}"'
    if isinstance(value, date):
        return f'@"{value}"'
    return str(value).strip()
