"""Columns of a population: for each row the number of its value among the distinct ones."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from moothall.engines.dmn import Results

SIZES = (np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"))
"""How positions are stored: one, two or four octets each, lowest first, whatever suffices."""
TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


class ColumnType(StrEnum):
    """What the values of a column are."""

    YES_NO = "yes or no"
    WHOLE = "whole number"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, its distinct values, and each row's position among them."""

    name: str
    kind: ColumnType
    values: tuple[Any, ...]
    codes: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def stored(cls, name: str, kind: str, values: Sequence[Any], octets: bytes) -> Self:
        """The column that was stored as :attr:`plain_values` and :attr:`octets`."""
        known = ColumnType(kind)
        codes = np.frombuffer(octets, dtype=_stored_as(len(values))).astype(np.intp)
        read = date.fromisoformat if known is ColumnType.DATE else None
        return cls(name, known, tuple(read(value) if read and value else value for value in values), codes)

    @property
    def plain_values(self) -> list[Any]:
        """The distinct values as JSON can keep them."""
        return [value.isoformat() if isinstance(value, date) else value for value in self.values]

    @property
    def octets(self) -> bytes:
        """The positions as octets."""
        return self.codes.astype(_stored_as(len(self.values))).tobytes()

    @property
    def results(self) -> Results:
        """The column as the rules engine takes it."""
        return Results(self.codes.astype(np.uint32), self.values)


@dataclass
class ColumnMaker:
    """Takes in one value after the other, each distinct one kept once."""

    name: str
    known: dict[Any, int] = field(default_factory=dict)
    codes: "array[int]" = field(default_factory=lambda: array("I"))

    def add(self, value: Any) -> None:
        """The value of the next row."""
        self.codes.append(self.known.setdefault(value, len(self.known)))

    def column(self) -> Column:
        """The column of texts, each read as what all of them are; an empty text is not known."""
        texts = [str(text) for text in self.known]
        kind = kind_of(texts)
        distinct: dict[Any, int] = {}
        places = [distinct.setdefault(value_of(text, kind), len(distinct)) for text in texts]
        codes = np.array(places or [0], dtype=np.intp).take(np.array(self.codes, dtype=np.intp))
        return Column(self.name, kind, tuple(distinct), codes)


def _stored_as(distinct: int) -> "np.dtype[Any]":
    return next(size for size in SIZES if distinct <= 1 << (8 * size.itemsize))


def column_of(name: str, values: Sequence[Any], kind: ColumnType) -> Column:
    """A column of plain values of a kind."""
    maker = ColumnMaker(name)
    for value in values:
        maker.add(value)
    return Column(name, kind, tuple(maker.known), np.array(maker.codes, dtype=np.intp))


def kind_of(texts: Sequence[str]) -> ColumnType:
    """What texts are that all belong to one column."""
    given = [text for text in texts if text]
    if given and all(text.casefold() in TRUTHS for text in given):
        return ColumnType.YES_NO
    for kind in (ColumnType.WHOLE, ColumnType.NUMBER, ColumnType.DATE):
        if given and all(_reads_as(text, kind) for text in given):
            return kind
    return ColumnType.TEXT


def value_of(text: str, kind: ColumnType) -> Any:
    """A text as a value of its column; nothing for an empty one. Raises ``ValueError`` when it is none."""
    if not text:
        return None
    if kind is ColumnType.YES_NO:
        return TRUTHS[text.casefold()]
    if kind is ColumnType.WHOLE:
        return int(text)
    if kind is ColumnType.NUMBER:
        return _number(text)
    return date.fromisoformat(text) if kind is ColumnType.DATE else text


def _reads_as(text: str, kind: ColumnType) -> bool:
    """Whether a text is of a kind; digits that begin with 0 are a code, not a number."""
    digits = text.lstrip("-+")
    if kind in (ColumnType.WHOLE, ColumnType.NUMBER) and digits[:1] == "0" and digits[1:2].isdigit():
        return False
    try:
        value_of(text, kind)
    except ValueError:
        return False
    return len(text) <= 15


def _number(text: str) -> float:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return float(number)
