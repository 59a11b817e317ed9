"""Puts flat HSDS tables back together: services that name their organisation, places and prices by id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import ijson

Raw = Mapping[str, Any]

OF_SERVICE = {
    "schedules": "schedules", "regular_schedules": "schedules", "phones": "phones", "contacts": "contacts",
    "languages": "languages", "funding": "funding", "fundings": "funding", "cost_options": "cost_options",
    "service_areas": "service_areas", "required_documents": "required_documents",
    "service_at_locations": "service_at_locations",
}  # fmt: skip
OF_LOCATION = {
    "addresses": "addresses", "physical_addresses": "addresses", "accessibility": "accessibility",
}  # fmt: skip


@dataclass(slots=True)
class Tables:
    """The tables that stand beside the services in a file; empty when everything is nested."""

    organisations: dict[str, Raw] = field(default_factory=dict)
    locations: dict[str, dict[str, Any]] = field(default_factory=dict)
    of_service: dict[str, dict[str, list[Raw]]] = field(default_factory=lambda: defaultdict(dict))

    def joined(self, raw: Raw) -> Raw:
        """The service with what other tables say of it in place."""
        found = dict(raw)
        organisation = self.organisations.get(str(raw.get("organization_id")))
        if organisation and not isinstance(raw.get("organization"), Mapping):
            found["organization"] = organisation
        for name, rows in self.of_service.get(str(raw.get("id")), {}).items():
            found.setdefault(name, rows)
        links = found.get("service_at_locations")
        if self.locations and isinstance(links, list):
            found["service_at_locations"] = [self._placed(link) for link in links]
        return found

    def _placed(self, link: Any) -> Any:
        location = self.locations.get(str(link.get("location_id"))) if isinstance(link, Mapping) else None
        return {**link, "location": location} if location and "location" not in link else link


def tables_in(file: BinaryIO, names: Iterable[str]) -> Tables:
    """The tables of the file that ``names`` lists (its top-level arrays), closed afterwards."""
    wanted = set(names) & {"organizations", "organisations", "locations", *OF_SERVICE, *OF_LOCATION}
    tables = Tables()
    with file:
        for name in sorted(wanted, key=lambda each: each in OF_LOCATION):
            file.seek(0)
            for row in ijson.items(file, f"{name}.item", use_float=True):
                if isinstance(row, Mapping):
                    _keep(tables, name, row)
    return tables


def _keep(tables: Tables, name: str, row: Raw) -> None:
    if name in {"organizations", "organisations"}:
        tables.organisations[str(row.get("id"))] = row
    elif name == "locations":
        tables.locations[str(row.get("id"))] = dict(row)
    elif name in OF_LOCATION:
        location = tables.locations.get(str(row.get("location_id")))
        if location is not None:
            location.setdefault(OF_LOCATION[name], []).append(row)
    else:
        tables.of_service[str(row.get("service_id"))].setdefault(OF_SERVICE[name], []).append(row)
