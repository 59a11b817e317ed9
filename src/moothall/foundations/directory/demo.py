"""The directory of the demo place, through the same imports as anybody's."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from moothall.foundations.directory.feeds import imports
from moothall.foundations.directory.feeds.reports import Report

SOURCE = "demo"
DAYS = ("assured_date", "valid_from", "valid_to", "dtstart")

Entry = Mapping[str, Any]


def load(folder: Path, progress: Callable[[str], None]) -> Report:
    """Take in organisations, locations and services of the demo place in ``folder``.

    Dates move by the days between the place's ``as_of_date`` and today. Doing it again on the same day
    changes nothing. Postcodes and addresses are a capability of their own: their files go through its
    importers.
    """
    raws = services(folder, today=imports.import_act().at.date())
    return imports.import_services(raws, source=SOURCE, progress=progress, is_own=True)


def services(folder: Path, *, today: date) -> Iterator[dict[str, Any]]:
    """Each service as an Open Referral document, its organisation and locations in place of their slugs."""
    shift = today - _read(folder / "place.yaml")["as_of_date"]
    organisations = {
        each["slug"]: _organisation(each) for each in _read(folder / "organisations.yaml")["organisations"]
    }
    locations = {each["slug"]: each for each in _read(folder / "locations.yaml")["locations"]}
    for service in _read(folder / "services.yaml")["services"]:
        links = [
            {**link, "location": locations[link["location"]]}
            for link in service.get("service_at_locations", ())
        ]
        placed = {"organization": organisations[service["organization"]], "service_at_locations": links}
        yield _moved({**service, **placed}, shift)


def _organisation(entry: Entry) -> dict[str, Any]:
    return {**entry, "phones": [{"number": entry["phone"], "type": "voice"}]}


def _moved(value: Any, shift: timedelta, name: str = "") -> Any:
    """``value`` with every day and moment in it moved."""
    if isinstance(value, Mapping):
        return {key: _moved(each, shift, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, shift) for each in value]
    if isinstance(value, datetime) or name == "last_modified":
        return (datetime.fromisoformat(str(value)) + shift).isoformat()
    if isinstance(value, date) or name in DAYS:
        return (date.fromisoformat(str(value)) + shift).isoformat()
    return value


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
