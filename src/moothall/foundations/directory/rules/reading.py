"""Reads one entry of an Open Referral feed, as its publisher wrote it, into the form Moothall keeps.

What can be put right is put right and noted; only an entry that would tell people nothing is skipped. Reading
the same content always gives the same result, so that its digest says whether anything is new.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from moothall.foundations.directory.rules import shapes, values
from moothall.foundations.directory.rules.notes import Notes
from moothall.foundations.directory.rules.shapes import Shape

Entry = dict[str, Any]
NO_ORGANISATION = "It does not say which organisation gives it"
OWN_LISTS = ("needs", "delivered", "ways_in")
NEEDS_TAXONOMY = "Moothall needs"
"""The taxonomy under which needs travel in Open Referral attributes."""

MONTHLY_DAY = re.compile(r"[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)")


def read_service(raw: Mapping[str, Any], notes: Notes, *, source: str) -> Entry | None:
    """The service ``raw`` says, with its organisation and locations in place, or ``None`` if it is skipped.

    ``source`` names the feed: identifiers that are no UUIDs become version 5 UUIDs under it (RFC 9562), the
    same at every import.
    """
    notes.entry = str(raw.get("name") or raw.get("id") or "an entry without name and id")[:100]
    name = values.text(raw.get("name"), notes) or values.text(raw.get("alternate_name"), notes)
    if not name:
        notes.skipped("It has no name", raw.get("id"))
        return None
    organisation = read_organisation(raw.get("organization"), notes, source=source)
    if organisation is None:
        named = str(raw.get("organization_id") or "")
        told = f"Organisation {named[:40]} is not described" if named else NO_ORGANISATION
        notes.skipped(told, named)
        return None
    entry = _fields(raw, shapes.SERVICE, notes)
    entry["name"] = _short(name, 300, notes)
    entry["id"] = _identity(raw.get("id"), notes, source=source, fallback=f"{organisation['id']}/{name}")
    entry["organization"] = organisation
    _check_ages(entry, notes)
    _check_children(raw, entry, shapes.SERVICE_CHILDREN, notes)
    entry["attributes"] = _attributes(raw, entry, notes)
    entry["service_at_locations"] = _at_locations(raw, entry, notes, source=source)
    for key in OWN_LISTS:
        entry[key] = sorted({str(item)[:60] for item in _listed(raw, key) if isinstance(item, str)})
    _settle_needs(entry)
    if isinstance(raw.get("spaces"), Mapping):
        entry["spaces"] = _fields(raw["spaces"], {"state": values.text, "note": values.text}, notes)
    return _without_empty(entry)


def read_organisation(raw: object, notes: Notes, *, source: str) -> Entry | None:
    """The organisation ``raw`` says; ``None`` when it has neither name nor id."""
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    if not isinstance(raw, Mapping):
        return None
    entry = _fields(raw, shapes.ORGANISATION, notes)
    if not entry.get("name"):
        return None
    entry["name"] = _short(entry["name"], 200, notes)
    entry["id"] = _identity(raw.get("id"), notes, source=source, fallback=f"organisation/{entry['name']}")
    _check_children(raw, entry, ("organization_identifiers", "phones", "contacts", "opening_hours"), notes)
    entry["organization_identifiers"] = [
        {"identifier_type": each.get("identifier_scheme", "other"), **each}
        for each in entry.get("organization_identifiers", [])
        if each.get("identifier")
    ]
    for key in ("slug", "kind"):
        if isinstance(raw.get(key), str):
            entry[key] = raw[key]
    return _without_empty(entry)


def read_location(raw: Mapping[str, Any], notes: Notes, *, source: str) -> Entry | None:
    """The place ``raw`` says; ``None`` when it says nothing of where it is."""
    entry = _fields(raw, shapes.LOCATION, notes)
    _check_point(entry, notes)
    _check_children(raw, entry, shapes.LOCATION_CHILDREN, notes)
    entry["addresses"] = [_address(each, notes) for each in entry.get("addresses", [])]
    known = _without_empty({key: value for key, value in entry.items() if key != "location_type"})
    if not known and raw.get("id") is None:
        return None
    entry["id"] = _identity(raw.get("id"), notes, source=source, fallback=json.dumps(known, sort_keys=True))
    return _without_empty(entry)


def digest(entry: Mapping[str, Any]) -> bytes:
    """SHA-256 of what was read: two entries with the same digest say the same."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()).digest()


def derived_id(*parts: object) -> str:
    """A version 5 UUID made of ``parts``: always the same for the same parts."""
    name = "urn:moothall:directory:" + "/".join(str(part) for part in parts)
    return str(uuid5(NAMESPACE_URL, name.encode(errors="backslashreplace").decode()))


def _identity(value: object, notes: Notes, *, source: str, fallback: str) -> str:
    found = values.identity(value, notes) if value is not None else None
    if found:
        return found
    notes.repaired("An identifier that is not a UUID was replaced by one made from it", value)
    return derived_id(source, value if value not in (None, "") else fallback)


def _fields(raw: Mapping[str, Any], shape: Shape, notes: Notes) -> Entry:
    found = {name: read(raw.get(name), notes) for name, read in shape.items()}
    return {name: value for name, value in found.items() if value is not None}


def _check_children(raw: Mapping[str, Any], entry: Entry, names: Iterable[str], notes: Notes) -> None:
    for name in names:
        entry[name] = _children(raw, name, entry.get("id", ""), notes)


def _children(raw: Mapping[str, Any], name: str, parent: str, notes: Notes) -> list[Entry]:
    """The list ``name`` of ``raw``, each item read by its shape and given an id if it lacks one."""
    found = raw.get(name)
    if found in (None, ""):
        return []
    items = [found] if isinstance(found, Mapping) else found
    if not isinstance(items, list):
        notes.repaired(f"“{name}” is not a list and was left out", found)
        return []
    read = []
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            notes.repaired(f"An item of “{name}” that cannot be read was left out", item)
            continue
        content = _fields(item, shapes.CHILDREN[name], notes)
        if name in {"schedules", "opening_hours"}:
            _check_schedule(content, item, notes)
        if content:
            known = values.identity(item.get("id"), notes)
            read.append({"id": known or derived_id(parent, name, place, sorted(content.items())), **content})
    return read


def _check_schedule(schedule: Entry, raw: Mapping[str, Any], notes: Notes) -> None:
    """Days as RFC 5545 writes them (MO,TU; 4SA for every fourth Saturday), hours in order."""
    if str(raw.get("freq", "")).lower() == "daily":
        schedule.setdefault("byday", ",".join(shapes.DAYS))
    if "byday" in schedule:
        kept = [_day_code(part) for part in re.split(r"[,;/&]|\band\b", schedule["byday"])]
        if None in kept:
            notes.repaired("A day of the week that cannot be read was left out", schedule["byday"])
        schedule["byday"] = ",".join(part for part in kept if part)
        schedule.setdefault("freq", "WEEKLY")
        if not schedule["byday"]:
            del schedule["byday"]


def _day_code(part: str) -> str | None:
    code = part.strip().upper()
    if MONTHLY_DAY.fullmatch(code):
        return code
    return code[:2] if code[:3] in {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"} else None


def _check_ages(entry: Entry, notes: Notes) -> None:
    youngest, oldest = entry.get("minimum_age"), entry.get("maximum_age")
    if youngest is not None and oldest is not None and oldest < youngest:
        notes.repaired("A highest age below the lowest age was left out", f"{youngest} to {oldest}")
        del entry["maximum_age"]


def _check_point(entry: Entry, notes: Notes) -> None:
    """Coordinates within range, the right way round, and not on the null island."""
    latitude, longitude = entry.pop("latitude", None), entry.pop("longitude", None)
    if latitude is None or longitude is None:
        return
    if -11 <= latitude <= 3 and 49 <= longitude <= 62:
        notes.repaired("Latitude and longitude had changed places", f"{latitude}, {longitude}")
        latitude, longitude = longitude, latitude
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or latitude == longitude == 0:
        notes.repaired("Coordinates that cannot be right were left out", f"{latitude}, {longitude}")
        return
    entry["latitude"], entry["longitude"] = latitude, longitude


def _address(address: Entry, notes: Notes) -> Entry:
    """An address with the fields the standard asks for, empty where the publisher left them out."""
    wanted = ("address_1", "city", "state_province", "postal_code", "country")
    return {**dict.fromkeys(wanted, ""), "country": "GB", "address_type": "physical"} | address


def _at_locations(raw: Mapping[str, Any], entry: Entry, notes: Notes, *, source: str) -> list[Entry]:
    links = raw.get("service_at_locations") or raw.get("locations") or []
    found: dict[str, Entry] = {}
    for link in links if isinstance(links, list) else [links]:
        if not isinstance(link, Mapping):
            continue
        body = link.get("location") if isinstance(link.get("location"), Mapping) else link
        location = read_location(body, notes, source=source) if isinstance(body, Mapping) else None
        if location is None or location["id"] in found:
            continue
        own = _fields(link, {"description": values.prose}, notes)
        for name in ("schedules", "contacts", "phones"):
            own[name] = _children(link, name, entry["id"], notes)
        given = values.identity(link.get("id"), notes) if body is not link else None
        found[location["id"]] = _without_empty(
            {"id": given or derived_id(entry["id"], location["id"]), **own, "location": location}
        )
    return list(found.values())


def _attributes(raw: Mapping[str, Any], entry: Entry, notes: Notes) -> list[Entry]:
    found = []
    for item in _listed(raw, "attributes"):
        term = item.get("taxonomy_term") if isinstance(item, Mapping) else None
        if not isinstance(term, Mapping):
            continue
        read = _fields(term, shapes.TERM, notes)
        if not read.get("name"):
            notes.repaired("A taxonomy term without a name was left out", term.get("id", ""))
            continue
        read.setdefault("taxonomy", "Terms without a taxonomy")
        known = values.identity(term.get("taxonomy_id"), notes)
        read["taxonomy_id"] = known or derived_id("taxonomy", read["taxonomy"])
        read.setdefault("description", read["name"])
        read["id"] = values.identity(term.get("id"), notes) or derived_id(read["taxonomy_id"], read["name"])
        own = values.identity(item.get("id"), notes) or derived_id(entry["id"], read["id"])
        found.append(
            {"id": own, "link_type": str(item.get("link_type") or "term")[:60], "taxonomy_term": read}
        )
    return found


def _listed(raw: Mapping[str, Any], name: str) -> list[Any]:
    """What stands under ``name``, if it is a list."""
    found = raw.get(name)
    return found if isinstance(found, list) else []


def _settle_needs(entry: Entry) -> None:
    """Needs travel as attributes: take those that came as such, and make attributes of the others."""
    terms = [attribute["taxonomy_term"] for attribute in entry["attributes"]]
    came = {term["code"] for term in terms if term["taxonomy"] == NEEDS_TAXONOMY and term.get("code")}
    taxonomy = derived_id("taxonomy", NEEDS_TAXONOMY)
    for code in sorted(set(entry["needs"]) - came):
        name = code.replace("-", " ").capitalize()
        term = {"id": derived_id(taxonomy, code), "code": code, "name": name, "taxonomy": NEEDS_TAXONOMY}
        entry["attributes"].append(
            {
                "id": derived_id(entry["id"], term["id"]),
                "link_type": "service",
                "taxonomy_term": {**term, "description": name, "taxonomy_id": taxonomy},
            }
        )
    entry["needs"] = sorted({*entry["needs"], *came})


def _short(name: str, most: int, notes: Notes) -> str:
    if len(name) <= most:
        return name
    notes.repaired("A name that is too long was shortened", name)
    return name[: most - 1] + "…"


def _without_empty(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if value not in (None, "", [], {})}
