"""Reads tables of postcodes and addresses in the forms they are published in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from moothall.kernel import locating

POSTCODE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "postcode": ("postcode", "pcds", "pcd", "pcd2", "pcd7", "pcd8", "post code"),
    "latitude": ("lat", "latitude"),
    "longitude": ("lon", "long", "lng", "longitude"),
    "ward": ("ward_gss", "osward", "ward", "wd", "admin_ward_code"),
    "district": ("district_gss", "oslaua", "laua", "lad", "admin_district_code"),
}
"""What each column is called in ONSPD, NSPL and Code-Point Open with coordinates."""
ADDRESS_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "uprn": ("uprn",),
    "line_1": ("line_1", "address_1", "line1", "address line 1"),
    "line_2": ("line_2", "address_2", "line2", "address line 2"),
    "town": ("town", "post_town", "city"),
    "postcode": POSTCODE_COLUMNS["postcode"],
    "latitude": POSTCODE_COLUMNS["latitude"],
    "longitude": POSTCODE_COLUMNS["longitude"],
}
YEARED = re.compile(r"^(osward|oslaua|wd|lad|laua|ward)(\d{2})?(cd)?$")

Row = dict[str, str]


class NotATable(ValueError):
    """The file lacks a column it cannot do without. Carries words for the operator."""


@dataclass(slots=True)
class Problems:
    """How many rows were left out, by reason, with a few examples."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def skipped(self, words: str, example: str) -> None:
        """Note that a row was left out."""
        self.counts[words] = self.counts.get(words, 0) + 1
        shown = self.examples.setdefault(words, [])
        if len(shown) < 3:
            shown.append(example[:60])


def columns_of(header: Iterable[str], wanted: Mapping[str, tuple[str, ...]], needed: Iterable[str]) -> Row:
    """Which column of the file says what. Raises ``NotATable`` naming the columns that are missing."""
    plain = {YEARED.sub(r"\1", name.strip().lstrip("\ufeff").lower()): name for name in header}
    found = {
        what: next((plain[name] for name in names if name in plain), "") for what, names in wanted.items()
    }
    missing = [wanted[what][0] for what in needed if not found[what]]
    if missing:
        raise NotATable(f"This table cannot be used: it has no column called {', '.join(missing)}.")
    return found


def postcodes(rows: Iterable[Mapping[str, str | None]], columns: Row, problems: Problems) -> Iterator[Row]:
    """The rows that say where a postcode is, each postcode once, written as usual."""
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        said = _said(row, columns)
        if _is_placed(said, problems, line) and _is_new(said["postcode"], seen, problems, line):
            yield said


def addresses(rows: Iterable[Mapping[str, str | None]], columns: Row, problems: Problems) -> Iterator[Row]:
    """The rows that give an address with its number and position, each number once."""
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        said = _said(row, columns)
        if not re.fullmatch(r"[0-9]{1,12}", said["uprn"]):
            problems.skipped("It has no UPRN of up to 12 digits", f"line {line}: {said['uprn']}")
        elif not said["line_1"]:
            problems.skipped("It has no first line", f"line {line}: {said['uprn']}")
        elif _is_placed(said, problems, line) and _is_new(said["uprn"], seen, problems, line):
            yield said


def _said(row: Mapping[str, str | None], columns: Row) -> Row:
    said = {
        what: " ".join((row.get(name) or "").replace("\x00", "").split()) for what, name in columns.items()
    }
    return said | {"postcode": locating.tidy(said["postcode"]), "typed": said["postcode"]}


def _is_placed(said: Row, problems: Problems, line: int) -> bool:
    if not said["postcode"]:
        problems.skipped("It is not a postcode", f"line {line}: {said['typed']}")
        return False
    if not is_in_britain(said["longitude"], said["latitude"]):
        problems.skipped(
            "It has no position in or around the British Isles", f"line {line}: {said['postcode']}"
        )
        return False
    return True


def _is_new(key: str, seen: set[str], problems: Problems, line: int) -> bool:
    if key in seen:
        problems.skipped("It came earlier in the file", f"line {line}: {key}")
        return False
    seen.add(key)
    return True


def is_in_britain(longitude: str, latitude: str) -> bool:
    """Whether these are degrees of a point around the British Isles, where all our postcodes are.

    National tables mark a postcode without a position by latitude 99.999999 or 0.
    """
    try:
        return -11 <= float(longitude) <= 3 and 49 <= float(latitude) <= 62
    except ValueError:
        return False
