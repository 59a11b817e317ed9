"""Rows of services, and their prepared Open Referral forms."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from moothall.foundations.directory.models import Listing, Schedule, Service, ServiceAtLocation
from moothall.foundations.directory.operations import rows
from moothall.foundations.directory.rules import deriving, documents
from moothall.foundations.directory.rules.slugs import free_slug, slug_of
from moothall.kernel.act import Act

Entry = dict[str, Any]

CHUNK = 500
"""Services prepared at once, which bounds memory."""
COLUMNS = (
    "organisation", "source", "digest", "name", "text", "status", "needs", "ways", "features", "days",
    "term_ids", "areas", "minimum_age", "maximum_age", "cost_pence", "pack", "assured_date",
    "modified_at", "document", "text_digest", "full_json", "brief_json",
)  # fmt: skip
PREPARE = """
    UPDATE directory_service AS s SET full_json = form.full_json, brief_json = form.brief_json
      FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS form (id, full_json, brief_json) WHERE s.id = form.id
"""


def write(
    act: Act, fresh: Mapping[UUID, Entry], digests: Mapping[UUID, bytes], *, source: str, is_own: bool
) -> None:
    """Write the rows of these services with their forms, and when they are open."""
    slugs = _slugs(fresh, is_own=is_own)
    found = []
    for identity, entry in fresh.items():
        row = Service(id=identity, slug=slugs[identity], source=source, digest=digests[identity])
        fill(row, entry, at=act.at)
        row.pack = str(entry.get("pack", ""))[:80] if is_own else ""
        links = [_form(each["id"], each, each["location"]) for each in deriving.places(entry)]
        row.full_json, row.brief_json = _forms(row, documents.organisation(entry["organization"]), links)
        found.append(row)
    rows.write(found, changing=COLUMNS)
    open_at(fresh)


def fill(row: Service, entry: Entry, *, at: datetime) -> None:
    """Set every column that is derived from ``entry``; ``at`` when nothing says when it changed."""
    row.organisation_id = UUID(entry["organization"]["id"])
    row.name = entry["name"]
    row.text = deriving.search_text(entry)
    row.text_digest = deriving.text_digest(row.name, row.text)
    row.status = entry.get("status", "active")
    row.needs = entry.get("needs", [])
    row.ways = deriving.ways(entry)
    row.features = sorted(
        {code for link in deriving.places(entry) for code in deriving.features(link["location"])}
    )
    row.days = deriving.days(entry)
    row.term_ids = [UUID(each["taxonomy_term"]["id"]) for each in entry.get("attributes", ())]
    row.areas = deriving.areas(entry)
    row.minimum_age, row.maximum_age = entry.get("minimum_age"), entry.get("maximum_age")
    row.cost_pence = deriving.cost_pence(entry)
    row.assured_date = _day(entry.get("assured_date"))
    stated = entry.get("last_modified")
    row.modified_at = datetime.fromisoformat(stated) if stated else at
    row.document = {
        key: value for key, value in entry.items() if key not in {"organization", "service_at_locations"}
    }


def open_at(services: Mapping[UUID, Entry]) -> None:
    """Say anew when these services are open."""
    Schedule.objects.filter(service_id__in=services).delete()
    rows.write(
        Schedule(
            service_id=identity,
            days=deriving.schedule_days(each),
            opens_at=_time(each.get("opens_at")),
            closes_at=_time(each.get("closes_at")),
            from_date=_day(each.get("valid_from")),
            until_date=_day(each.get("valid_to") or each.get("until")),
        )
        for identity, entry in services.items()
        for each in deriving.schedules(entry)
    )


def prepare(services: Collection[UUID]) -> None:
    """Write the Open Referral forms of these services anew, from their rows and what they are linked to."""
    ordered = sorted(services)
    for start in range(0, len(ordered), CHUNK):
        _prepare(ordered[start : start + CHUNK])


def _prepare(services: Sequence[UUID]) -> None:
    found = list(
        Service.objects.filter(pk__in=services).only("id", "document", "organisation_id", "modified_at")
    )
    links: dict[UUID, list[Entry]] = {}
    at = ServiceAtLocation.objects.filter(service_id__in=services).select_related("location").order_by("id")
    for each in at:
        links.setdefault(each.service_id, []).append(
            _form(str(each.id), each.document, each.location.document)
        )
    listings = Listing.objects.filter(pk__in={row.organisation_id for row in found})
    publishers = {each.organisation_id: documents.organisation(each.document) for each in listings}
    forms = [_forms(row, publishers[row.organisation_id], links.get(row.id, [])) for row in found]
    with connection.cursor() as cursor:
        full, brief = [form[0] for form in forms], [form[1] for form in forms]
        cursor.execute(PREPARE, ([row.id for row in found], full, brief))


def _form(identity: str, link: Mapping[str, Any], location: Mapping[str, Any]) -> Entry:
    own = {key: value for key, value in link.items() if key not in {"id", "location"}}
    return documents.at_location({"id": identity, **own}, documents.location(location))


def _forms(row: Service, organisation: Entry, links: list[Entry]) -> tuple[str, str]:
    """The full and the brief form of a service as JSON."""
    moment = row.modified_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    entry = {**row.document, "last_modified": moment}
    full = documents.service(entry, organisation=organisation, at_locations=links)
    return documents.as_json(full), documents.as_json(documents.brief_service(full))


def _slugs(fresh: Mapping[UUID, Entry], *, is_own: bool) -> dict[UUID, str]:
    slugs = dict(Service.objects.filter(pk__in=fresh).values_list("id", "slug"))
    hoped = {
        identity: (entry.get("slug") if is_own else None) or slug_of(entry["name"])
        for identity, entry in fresh.items()
        if identity not in slugs
    }
    taken = set(Service.objects.filter(slug__in=hoped.values()).values_list("slug", flat=True))
    for identity, slug in hoped.items():
        slugs[identity] = free_slug(slug, taken=taken, identity=str(identity))
        taken.add(slugs[identity])
    return slugs


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None
