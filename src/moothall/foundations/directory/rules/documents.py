"""The Open Referral UK 3.0 forms of what the directory keeps: full for one, brief for lists.

Fields without a value are left out, as the profile asks; fields that the standard requires of an organisation
or an address are there even when their publisher left them empty.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Entry = Mapping[str, Any]

SERVICE_BRIEF = (
    "id", "organization_id", "name", "alternate_name", "description", "url", "email", "status", "fees",
    "accreditations", "minimum_age", "maximum_age", "assured_date", "assurer_email", "alert", "last_modified",
)  # fmt: skip
ORGANISATION_BRIEF = (
    "id", "name", "description", "email", "website", "logo", "uri", "parent_organization_id",
)  # fmt: skip
LOCATION_BRIEF = (
    "id", "location_type", "name", "description", "latitude", "longitude", "external_identifier",
    "external_identifier_type",
)  # fmt: skip
OWN_FIELDS = ("needs", "delivered", "ways_in", "spaces", "slug", "kind", "opening_hours", "pack")
"""Keys that are kept but belong to no standard."""


def organisation(entry: Entry) -> dict[str, Any]:
    """The full form of an organisation, without its services."""
    named = {"id": entry["id"], "name": entry["name"], "description": entry.get("description", entry["name"])}
    return named | {key: value for key, value in entry.items() if key not in {*OWN_FIELDS, *named}}


def service(entry: Entry, *, organisation: Entry, at_locations: Iterable[Entry]) -> dict[str, Any]:
    """The full form of a service; ``organisation`` and ``at_locations`` are full forms."""
    own = {key: value for key, value in entry.items() if key not in OWN_FIELDS}
    own["organization_id"] = organisation["id"]
    own["organization"] = organisation
    links = [{"service_id": entry["id"], **link} for link in at_locations]
    if links:
        own["service_at_locations"] = links
    areas = [_without(area, "area") for area in entry.get("service_areas", ())]
    return own | ({"service_areas": areas} if areas else {})


def at_location(link: Entry, location: Entry) -> dict[str, Any]:
    """The full form of a service's presence at ``location`` (a full form)."""
    return {**link, "location_id": location["id"], "location": location}


def location(entry: Entry) -> dict[str, Any]:
    """The full form of a place."""
    details = [_without(each, "feature") for each in entry.get("accessibility", ())]
    return {"location_type": "physical", **entry} | ({"accessibility": details} if details else {})


def brief_service(full: Entry) -> dict[str, Any]:
    """What lists show of a service."""
    return _only(full, SERVICE_BRIEF) | {"organization": brief_organisation(full["organization"])}


def brief_organisation(full: Entry) -> dict[str, Any]:
    """What lists show of an organisation."""
    return _only(full, ORGANISATION_BRIEF)


def brief_location(full: Entry) -> dict[str, Any]:
    """What lists show of a place."""
    return _only(full, LOCATION_BRIEF)


def as_json(form: object) -> str:
    """``form`` as compact JSON text."""
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def _only(full: Entry, names: Iterable[str]) -> dict[str, Any]:
    return {name: full[name] for name in names if name in full}


def _without(entry: Entry, name: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != name}
