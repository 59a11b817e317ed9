"""Reads the Local Government Services List in the forms it has been published in.

The list itself (esd-toolkit, later LGA: Identifier, Label, Description, …) and GOV.UK's table of local
transactions (LGSL, Description, Providing Tier), whose descriptions say a service in the words of people.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from moothall.foundations.directory.rules import values
from moothall.foundations.directory.rules.notes import Notes

TAXONOMY = "Local Government Services List"
ABOUT = "The services that councils in England and Wales give, kept by the esd-toolkit programme of the LGA."
URI = "https://standards.esd.org.uk/?uri=list%2FenglishAndWelshServices"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("identifier", "lgsl", "lgsl code", "code", "id"),
    "name": ("label", "name", "service", "title"),
    "description": ("description", "scope notes", "definition"),
    "tier": ("providing tier", "tier"),
    "history": ("history notes", "history"),
    "kind": ("type",),
}


class NotAServiceList(ValueError):
    """The file has no column that could be the number of a service."""


def columns_of(header: Iterable[str]) -> dict[str, str]:
    """Which column of the file says what. Raises ``NotAServiceList`` in words for the operator."""
    by_name = {str(name).strip().lstrip("\ufeff").lower(): name for name in header}
    found = {
        what: next((by_name[name] for name in names if name in by_name), "")
        for what, names in COLUMNS.items()
    }
    if not found["code"] or not (found["name"] or found["description"]):
        raise NotAServiceList(
            "This is not a service list: expected a header with Identifier and Label, or with LGSL and "
            "Description."
        )
    return found


def read_rows(
    rows: Iterable[Mapping[str, str]], columns: Mapping[str, str]
) -> Iterator[tuple[dict[str, Any] | None, Notes]]:
    """Each row as a term, or ``None`` where it was skipped, with what was wrong with it."""
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        notes = Notes(entry=f"line {line}")
        yield _read(row, columns, seen, notes), notes


def _read(
    row: Mapping[str, str], columns: Mapping[str, str], seen: set[str], notes: Notes
) -> dict[str, Any] | None:
    said = {what: values.prose(row.get(name), notes) or "" for what, name in columns.items() if name}
    code = said["code"].removesuffix(".0").lstrip("0")
    name = " ".join((said.get("name") or said.get("description", "")).split())
    if not (code.isascii() and code.isdigit()):
        notes.skipped("It has no service number", said["code"])
        return None
    if not name:
        notes.skipped("It has no name", code)
        return None
    if code in seen:
        notes.skipped("The same number came earlier in the file", code)
        return None
    seen.add(code)
    return _entry(said, code, name)


def _entry(said: Mapping[str, str], code: str, name: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": code}
    if said.get("name"):
        entry["name"] = name[:300]
        entry["description"] = said.get("description", "")
    else:
        entry["plain_words"] = name
    details = {key: said[key] for key in ("tier", "history") if said.get(key)}
    return entry | ({"details": details} if details else {})
