"""What people search, filter and sort services by, derived from everything that is known about one."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from moothall.foundations.directory.rules.shapes import DAYS

Entry = Mapping[str, Any]

LONGEST_TEXT = 20_000
WAYS = ("in-person", "online", "phone", "at-home")
AREA_CODE = re.compile(r"\b[EWSNK]\d{8}\b")
"""A code of the Office for National Statistics."""
FREE = re.compile(r"\b(free|no charge|no cost|gratis)\b", re.IGNORECASE)
FEATURES: Mapping[str, str] = {
    "step-free": r"step[- ]?free|wheelchair|level access|ramp",
    "accessible-toilet": r"(accessible|disabled) (toilet|wc)",
    "hearing-loop": r"(hearing|induction) loop",
    "lift": r"\blifts?\b",
    "blue-badge-parking": r"blue badge|disabled parking|accessible parking",
    "changing-places": r"changing places",
    "quiet-room": r"quiet (room|space)",
    "near-bus-stop": r"bus stop",
    "tactile-signs": r"tactile|braille",
}
_FEATURES = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in FEATURES.items()}


def search_text(service: Entry) -> str:
    """All that describes a service, in the order people should read it."""
    parts = [
        service.get("alternate_name"),
        service.get("description"),
        service.get("eligibility_description"),
        *(attribute["taxonomy_term"]["name"] for attribute in service.get("attributes", ())),
    ]
    return "\n".join(part for part in parts if part)[:LONGEST_TEXT]


def text_digest(name: str, text: str) -> bytes:
    """SHA-256 of what a service's vectors are made from."""
    return hashlib.sha256(f"{name}\n{text}".encode()).digest()


def cost_pence(service: Entry) -> int | None:
    """The lowest price in pence, 0 when it is free, ``None`` when nothing is said."""
    options = service.get("cost_options", ())
    stated = [option["amount"] for option in options if option.get("amount") is not None]
    if stated:
        return round(float(min(stated)) * 100)
    said = [
        service.get("fees"),
        service.get("fees_description"),
        *(option.get("option") for option in options),
    ]
    return 0 if any(FREE.search(words) for words in said if words) else None


def ways(service: Entry) -> list[str]:
    """How the service reaches people: in person, online, by telephone, at their home."""
    stated = [way for way in WAYS if way in service.get("delivered", ())]
    if stated:
        return stated
    kinds = {each["location"].get("location_type", "physical") for each in places(service)}
    found = {"in-person"} if "physical" in kinds else set()
    attending = " ".join(str(each.get("attending_type", "")) for each in schedules(service)).lower()
    if "virtual" in kinds or "online" in attending or "remote" in attending:
        found.add("online")
    if "phone" in attending or (not found and service.get("phones")):
        found.add("phone")
    if not found and service.get("url"):
        found.add("online")
    return [way for way in WAYS if way in found]


def places(service: Entry) -> Iterable[dict[str, Any]]:
    """The service's links to places, each with its ``location``."""
    found: Iterable[dict[str, Any]] = service.get("service_at_locations", ())
    return found


def schedules(service: Entry) -> list[Entry]:
    """Every schedule of a service, its own and those at its places."""
    own = list(service.get("schedules", ()))
    for link in places(service):
        own += [*link.get("schedules", ()), *link["location"].get("schedules", ())]
    return own


def schedule_days(schedule: Entry) -> list[str]:
    """The days of the week a schedule names, in order, as two letters (RFC 5545)."""
    named = {part.strip()[-2:] for part in str(schedule.get("byday", "")).split(",")}
    return [day for day in DAYS if day in named]


def days(service: Entry) -> list[str]:
    """The days of the week on which a service is ever open."""
    named = {day for schedule in schedules(service) for day in schedule_days(schedule)}
    return [day for day in DAYS if day in named]


def features(location: Entry) -> list[str]:
    """The codes of a place's access features: as given, or as its words say."""
    found = set()
    for each in location.get("accessibility", ()):
        if each.get("feature") in FEATURES:
            found.add(each["feature"])
            continue
        said = " ".join(str(each.get(key, "")) for key in ("description", "details", "accessibility"))
        found |= {code for code, pattern in _FEATURES.items() if pattern.search(said)}
    return sorted(found)


def areas(service: Entry) -> list[str]:
    """Codes of the areas a service is for; none when it is for everybody or does not say by code."""
    found = set()
    for area in service.get("service_areas", ()):
        if area.get("area"):
            found.add(area["area"])
            continue
        said = f"{area.get('extent', '')} {area.get('uri', '')}"
        found |= set(AREA_CODE.findall(said))
    return sorted(code[:20] for code in found)


def postcode(location: Entry) -> str:
    """The first postcode of a place, as written."""
    return next(
        (each["postal_code"] for each in location.get("addresses", ()) if each.get("postal_code")), ""
    )
