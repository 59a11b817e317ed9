"""Each thing of a feed once: the first entry with an id counts, so that every import reads the same."""

import json
from dataclasses import dataclass, field
from typing import Any

from moothall.foundations.directory.rules import reading
from moothall.foundations.directory.rules.notes import Notes

Entry = dict[str, Any]


@dataclass(slots=True)
class Seen:
    """What has been read in this import so far. Bounded by small digests and organisations' texts."""

    services: set[str] = field(default_factory=set)
    locations: dict[str, bytes] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)

    def settle(self, entry: Entry, notes: Notes) -> Entry | None:
        """The entry with the organisation and the ids that count, or ``None`` when its id came before."""
        if entry["id"] in self.services:
            notes.skipped("The same id came earlier in the feed", entry["id"])
            return None
        self.services.add(entry["id"])
        self._settle_organisation(entry, notes)
        for link in entry.get("service_at_locations", ()):
            self._settle_location(link["location"], notes)
        _settle_places(entry, notes)
        return entry

    def _settle_organisation(self, entry: Entry, notes: Notes) -> None:
        said = json.dumps(entry["organization"], sort_keys=True)
        first = self.organisations.setdefault(entry["organization"]["id"], said)
        if first != said:
            notes.repaired(
                "An organisation is described in several ways; the first was taken",
                entry["organization"]["name"],
            )
            entry["organization"] = json.loads(first)

    def _settle_location(self, location: Entry, notes: Notes) -> None:
        digest = reading.digest(location)
        if self.locations.setdefault(location["id"], digest) != digest:
            notes.repaired("One id stood for several places; the later got an id of its own", location["id"])
            location["id"] = reading.derived_id(location["id"], digest.hex())
            self.locations[location["id"]] = digest


def _settle_places(entry: Entry, notes: Notes) -> None:
    """Each place of an entry once: the first time it is named counts."""
    links = entry.get("service_at_locations", [])
    once = {link["location"]["id"]: link for link in reversed(links)}
    if len(once) < len(links):
        notes.repaired("A place was named more than once in one entry", entry["id"])
        entry["service_at_locations"] = list(reversed(once.values()))
