"""Reads services of Open Referral UK 1.0 as services of 3.0, as the profile's changelog maps one to the
other."""

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]

OLD_KEYS = {
    "regular_schedules",
    "eligibilitys",
    "service_taxonomys",
    "holiday_schedules",
    "fundings",
    "deliverable_type",
}
"""Fields that only version 1.0 has."""


def is_old(raw: Raw) -> bool:
    """Whether an entry is written in version 1.0."""
    return bool(OLD_KEYS & raw.keys())


def modern(raw: Raw) -> Raw:
    """The service in the words of 3.0; one that already is stays as it is."""
    if not is_old(raw):
        return raw
    found = {key: value for key, value in raw.items() if key not in OLD_KEYS}
    found["schedules"] = _list(raw, "regular_schedules")
    found["funding"] = _list(raw, "fundings")
    found["phones"] = [phone for contact in _list(raw, "contacts") for phone in _list(contact, "phones")]
    found["languages"] = [{"name": each.get("language"), **each} for each in _list(raw, "languages")]
    found["attributes"] = [_attribute(each) for each in _list(raw, "service_taxonomys")]
    found["service_at_locations"] = [_placed(each) for each in _list(raw, "service_at_locations")]
    return found | _eligibility(_list(raw, "eligibilitys"))


def _eligibility(rules: list[Raw]) -> dict[str, Any]:
    words = [str(rule["eligibility"]) for rule in rules if rule.get("eligibility")]
    found: dict[str, Any] = {"eligibility_description": "; ".join(words)} if words else {}
    youngest = [rule["minimum_age"] for rule in rules if rule.get("minimum_age") is not None]
    oldest = [rule["maximum_age"] for rule in rules if rule.get("maximum_age") is not None]
    if youngest:
        found["minimum_age"] = youngest[0]
    if oldest:
        found["maximum_age"] = oldest[0]
    return found


def _attribute(link: Raw) -> dict[str, Any]:
    term = link.get("taxonomy")
    named = term if isinstance(term, Mapping) else {}
    vocabulary = str(named.get("vocabulary") or "")
    return {
        "id": link.get("id"),
        "link_type": "service",
        "taxonomy_term": {**named, "taxonomy": vocabulary or None, "code": named.get("id")},
    }


def _placed(link: Raw) -> dict[str, Any]:
    place = link.get("location")
    found = dict(place) if isinstance(place, Mapping) else {}
    found["addresses"] = _list(found, "physical_addresses")
    found["accessibility"] = _list(found, "accessibility_for_disabilities")
    return {**link, "location": found, "schedules": _list(link, "regular_schedule")}


def _list(raw: Raw, name: str) -> list[Raw]:
    found = raw.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
