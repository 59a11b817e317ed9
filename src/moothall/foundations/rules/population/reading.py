"""A population from a CSV file, streamed: memory grows with the distinct values, not with the text."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from moothall.foundations.rules.population.columns import Column, ColumnMaker

MOST_ROWS = 2_000_000
MOST_COLUMNS = 60
MOST_NAME = 60
MOST_VALUE = 100
FEW = 3
PERSONAL = {
    "name", "first name", "last name", "surname", "forename", "full name", "email", "telephone",
    "phone", "address", "date of birth", "dob", "postcode", "uprn", "nhs number", "national insurance number",
}  # fmt: skip
"""Headings of columns that would tell who somebody is; rules can be tried without them."""


class NotAPopulation(Exception):
    """A file from which no population can be made, with the reason in words."""


@dataclass
class Skipped:
    """Rows that were left out: how many for each reason, with the lines of the first few."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, why: str, line: int) -> None:
        """Leave out the row that ends at ``line``."""
        self.counts[why] += 1
        examples = self.lines.setdefault(why, [])
        if len(examples) < FEW:
            examples.append(line)

    def __str__(self) -> str:
        return "\n".join(
            f"  {count:>6,}  {why} (line {', '.join(map(str, self.lines[why]))}{' …' * (count > FEW)})"
            for why, count in self.counts.most_common()
        )


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: its columns, how many rows they have, and what was left out."""

    columns: tuple[Column, ...]
    rows: int
    skipped: Skipped


def read_population(lines: Iterable[str]) -> Read:
    """The population in the lines of a CSV file (RFC 4180) with headings.

    Rows that do not fit the headings are left out. Raises :class:`NotAPopulation` when there are no headings
    that can be used, no rows, or too many of either.
    """
    reader = csv.reader(lines)
    makers = [ColumnMaker(name) for name in _headings(next(reader, []))]
    skipped = Skipped()
    rows = 0
    for cells in _fitting(reader, makers, skipped):
        rows += 1
        if rows > MOST_ROWS:
            raise NotAPopulation(f"The file has more than {MOST_ROWS:,} rows. Draw a sample of it.")
        for maker, cell in zip(makers, cells, strict=True):
            maker.add(cell.strip())
    if not rows:
        raise NotAPopulation("The file has headings and no rows.")
    return Read(tuple(maker.column() for maker in makers), rows, skipped)


def _headings(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lstrip("\ufeff") for cell in cells]
    if not any(names):
        raise NotAPopulation("The file is empty. The first line must name the columns.")
    for at, name in enumerate(names, 1):
        if not name:
            raise NotAPopulation(f"Column {at} has no name in the first line.")
        if len(name) > MOST_NAME:
            raise NotAPopulation(f"The name of column {at} is longer than {MOST_NAME} characters.")
        if name in names[: at - 1]:
            raise NotAPopulation(f"Two columns are called “{name}”.")
        if name.casefold().replace("_", " ") in PERSONAL:
            raise NotAPopulation(
                f"The column “{name}” would tell who somebody is. Take it out: rules are tried without it."
            )
    if len(names) > MOST_COLUMNS:
        raise NotAPopulation(f"The file has more than {MOST_COLUMNS} columns.")
    return names


def _fitting(
    reader: "Iterator[list[str]]", makers: Sequence[ColumnMaker], skipped: Skipped
) -> Iterator[list[str]]:
    """The rows that have a cell for each heading, none of them too long."""
    line = 1
    try:
        for cells in reader:
            line += 1
            if not cells:
                continue
            if len(cells) != len(makers):
                skipped.add(f"not {len(makers)} cells", line)
            elif any(len(cell) > MOST_VALUE for cell in cells):
                skipped.add(f"a value longer than {MOST_VALUE} characters", line)
            else:
                yield cells
    except csv.Error as broken:
        raise NotAPopulation(f"Row {line + 1} cannot be read as CSV: {broken}.") from None
