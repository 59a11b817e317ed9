"""Places, and which services are given there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from moothall.foundations.directory.models import Location, ServiceAtLocation
from moothall.foundations.directory.operations import rows
from moothall.foundations.directory.rules import deriving, reading
from moothall.kernel import locating
from moothall.kernel.act import Act
from moothall.kernel.queries import areas

Entry = dict[str, Any]
COLUMNS = (
    "digest",
    "name",
    "location_type",
    "longitude",
    "latitude",
    "postcode",
    "cell9",
    "area",
    "features",
    "document",
)


def take_in(act: Act, services: Mapping[UUID, Entry], *, source: str) -> set[UUID]:
    """Write the places that are new or have changed; returns the ids of those that were known before."""
    found: dict[UUID, tuple[UUID, Entry]] = {}
    for entry in services.values():
        for link in deriving.places(entry):
            identity = UUID(link["location"]["id"])
            found.setdefault(identity, (UUID(entry["organization"]["id"]), link["location"]))
    digests = {identity: reading.digest(location) for identity, (_, location) in found.items()}
    there = Location.objects.filter(pk__in=found).values_list("id", "digest")
    known = {identity: bytes(digest) for identity, digest in there}
    fresh = [identity for identity, digest in digests.items() if known.get(identity) != digest]
    atlas = areas.atlas(act)
    rows.write(
        (
            _row(atlas, identity, *found[identity], digest=digests[identity], source=source)
            for identity in fresh
        ),
        changing=COLUMNS,
    )
    return known.keys() & set(fresh)


def settle_links(services: Mapping[UUID, Entry]) -> None:
    """Give each link of a service to a place an id of its own where feeds use one twice."""
    wanted = [each["id"] for entry in services.values() for each in deriving.places(entry)]
    others = ServiceAtLocation.objects.filter(pk__in=wanted).exclude(service_id__in=services)
    taken = {str(identity) for identity in others.values_list("id", flat=True)}
    for service, entry in services.items():
        for each in deriving.places(entry):
            if each["id"] in taken:
                each["id"] = reading.derived_id(service, each["location"]["id"])
            taken.add(each["id"])


def link(services: Mapping[UUID, Entry]) -> None:
    """Say anew at which places these services are given."""
    ServiceAtLocation.objects.filter(service_id__in=services).delete()
    rows.write(
        ServiceAtLocation(
            id=UUID(each["id"]),
            service_id=service,
            location_id=UUID(each["location"]["id"]),
            document={key: value for key, value in each.items() if key not in {"id", "location"}},
        )
        for service, entry in services.items()
        for each in deriving.places(entry)
    )


def services_at(locations: set[UUID]) -> set[UUID]:
    """The services whose prepared forms show one of these places."""
    if not locations:
        return set()
    links = ServiceAtLocation.objects.filter(location_id__in=locations)
    return set(links.values_list("service_id", flat=True))


def _row(
    atlas: areas.Atlas, identity: UUID, organisation: UUID, location: Entry, *, digest: bytes, source: str
) -> Location:
    longitude, latitude = location.get("longitude"), location.get("latitude")
    postcode = deriving.postcode(location)
    return Location(
        id=identity,
        organisation_id=organisation,
        source=source,
        digest=digest,
        name=location.get("name", "")[:200],
        location_type=location.get("location_type", "physical"),
        longitude=longitude,
        latitude=latitude,
        postcode=locating.tidy(postcode),
        area=_ward(atlas, longitude, latitude),
        features=deriving.features(location),
        document=location,
    )


def _ward(atlas: areas.Atlas, longitude: float | None, latitude: float | None) -> str:
    if longitude is None or latitude is None:
        return ""
    found = atlas.at(longitude=longitude, latitude=latitude)
    return next((area.code for area in found if area.kind == "ward"), "")
