"""What Open Referral UK asks for, as prepared JSON texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from moothall.foundations.directory.models import Listing, Service, ServiceAtLocation, Taxonomy, Term
from moothall.foundations.directory.queries.found import COUNT, FIND, Filters
from moothall.foundations.directory.rules import documents
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query

PLACES_FIND = "SELECT id FROM moothall.directory_places_find(%s::jsonb, %s, %s)"
PLACES_COUNT = "SELECT moothall.directory_places_count(%s::jsonb)"
STAMPS = """
    SELECT json_build_object('id', s.id, 'modified_date', s.modified_at)::text
      FROM moothall.directory_find(%s::jsonb, 'name', %s, 0) AS f JOIN directory_service AS s ON s.id = f.id
"""
MOST_SERVICES = 500
"""Services shown within one organisation."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of what was asked for, as JSON texts, and how many there are altogether."""

    texts: Sequence[str]
    total: int


@dataclass(frozen=True, slots=True)
class _Link:
    """A service at a place: what is special about it there, the place, and the service as JSON text."""

    id: UUID
    service_id: UUID
    document: Mapping[str, Any]
    location: Mapping[str, Any]
    service: str


@query(allow=allow.anyone)
def open_services(act: Act, *, filters: Filters, full: bool = False, limit: int, offset: int) -> Slice:
    """Services in their brief or full form, by name."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, (filters.as_json(),))
        total = cursor.fetchone()[0]
        cursor.execute(FIND, (filters.as_json(), "name", limit, offset))
        ids = [identity for identity, _ in cursor.fetchall()]
    forms = dict(Service.objects.filter(pk__in=ids).values_list("id", "full_json" if full else "brief_json"))
    return Slice([forms[identity] for identity in ids if identity in forms], total)


@query(allow=allow.anyone)
def open_service(act: Act, *, id: UUID) -> str | None:
    """One service in full."""
    return Service.objects.filter(pk=id).values_list("full_json", flat=True).first()


@query(allow=allow.anyone)
def open_stamps(act: Act, *, filters: Filters, limit: int = 100_000) -> tuple[str, ...]:
    """The id of each service and when it changed: what a copy elsewhere needs to stay in step."""
    with connection.cursor() as cursor:
        cursor.execute(STAMPS, (filters.as_json(), limit))
        return tuple(text for (text,) in cursor.fetchall())


@query(allow=allow.anyone)
def open_organisations(
    act: Act, *, search: str = "", full: bool = False, full_service: bool = False, limit: int, offset: int
) -> Slice:
    """Organisations by name: brief, full, or full with their services."""
    rows = Listing.objects.order_by("name", "organisation_id")
    rows = rows.filter(name__icontains=search) if search else rows
    column = "full_json" if full or full_service else "brief_json"
    found = list(rows.values_list("organisation_id", column)[offset : offset + limit])
    if full_service:
        nested = _services_of([identity for identity, _ in found], "full_json")
        return Slice(
            [_with_services(text, nested.get(identity, ())) for identity, text in found], rows.count()
        )
    return Slice([text for _, text in found], rows.count())


@query(allow=allow.anyone)
def open_organisation(act: Act, *, id: UUID, full_service: bool = False) -> str | None:
    """One organisation in full with its services, brief or full."""
    text = Listing.objects.filter(pk=id).values_list("full_json", flat=True).first()
    if text is None:
        return None
    services = _services_of([id], "full_json" if full_service else "brief_json")
    return _with_services(text, services.get(id, ()))


@query(allow=allow.anyone)
def open_at_locations(act: Act, *, filters: Filters, full: bool = False, limit: int, offset: int) -> Slice:
    """Links between services and places, in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES_COUNT, (filters.as_json(),))
        total = cursor.fetchone()[0]
        cursor.execute(PLACES_FIND, (filters.as_json(), limit, offset))
        ids = [identity for (identity,) in cursor.fetchall()]
    found = {link.id: link for link in _links(ids, full=full)}
    return Slice([_shown(found[identity], full=full) for identity in ids if identity in found], total)


@query(allow=allow.anyone)
def open_at_location(act: Act, *, id: UUID) -> str | None:
    """One such link in full."""
    found = _links([id], full=True)
    return _shown(found[0], full=True) if found else None


@query(allow=allow.anyone)
def open_taxonomies(act: Act, *, search: str = "", limit: int, offset: int) -> Slice:
    """Taxonomies by name, without their terms."""
    rows = Taxonomy.objects.order_by("name", "id")
    rows = rows.filter(name__icontains=search) if search else rows
    return Slice([documents.as_json(_taxonomy(row)) for row in rows[offset : offset + limit]], rows.count())


@query(allow=allow.anyone)
def open_taxonomy(act: Act, *, id: UUID) -> str | None:
    """One taxonomy with its terms (at most 5,000)."""
    row = Taxonomy.objects.filter(pk=id).first()
    if row is None:
        return None
    terms = Term.objects.filter(taxonomy_id=id).select_related("taxonomy").order_by("id")[:5000]
    return documents.as_json(_taxonomy(row) | {"taxonomy_terms": [_term(term) for term in terms]})


@query(allow=allow.anyone)
def open_terms(
    act: Act,
    *,
    search: str = "",
    taxonomy: UUID | None = None,
    parent: UUID | None = None,
    top_only: bool = False,
    limit: int,
    offset: int,
) -> Slice:
    """Terms in order of id, of one taxonomy, below one parent, or at the top only."""
    rows = Term.objects.select_related("taxonomy").order_by("id")
    rows = rows.filter(name__icontains=search) if search else rows
    rows = rows.filter(taxonomy_id=taxonomy) if taxonomy else rows
    rows = rows.filter(parent_id=parent) if parent else rows
    rows = rows.filter(parent_id=None) if top_only else rows
    return Slice([documents.as_json(_term(row)) for row in rows[offset : offset + limit]], rows.count())


@query(allow=allow.anyone)
def open_term(act: Act, *, id: UUID) -> str | None:
    """One term."""
    row = Term.objects.select_related("taxonomy").filter(pk=id).first()
    return documents.as_json(_term(row)) if row else None


def _services_of(organisations: Iterable[UUID], column: str) -> Mapping[UUID, Sequence[str]]:
    rows = Service.objects.filter(organisation_id__in=list(organisations)).order_by("name", "id")
    found: dict[UUID, list[str]] = {}
    for organisation, text in rows.values_list("organisation_id", column)[: MOST_SERVICES * 10]:
        if len(found.setdefault(organisation, [])) < MOST_SERVICES:
            found[organisation].append(text)
    return found


def _with_services(text: str, services: Iterable[str]) -> str:
    return f'{text[:-1]},"services":[{",".join(services)}]}}'


def _links(ids: Sequence[UUID], *, full: bool) -> list[_Link]:
    form = "service__full_json" if full else "service__brief_json"
    rows = ServiceAtLocation.objects.filter(pk__in=ids)
    return [
        _Link(*row) for row in rows.values_list("id", "service_id", "document", "location__document", form)
    ]


def _shown(link: _Link, *, full: bool) -> str:
    place = documents.location(link.location)
    own = link.document if full else {}
    head: dict[str, Any] = {"id": str(link.id), "service_id": str(link.service_id), **own}
    head["location_id"] = place["id"]
    head["location"] = place if full else documents.brief_location(place)
    return f'{documents.as_json(head)[:-1]},"service":{link.service}}}'


def _taxonomy(row: Taxonomy) -> dict[str, Any]:
    named = {"id": str(row.id), "name": row.name, "description": row.description or row.name}
    return named | {key: value for key, value in (("uri", row.uri), ("version", row.version)) if value}


def _term(row: Term) -> dict[str, Any]:
    form = {
        "id": str(row.id),
        "code": row.code,
        "name": row.name,
        "description": row.description or row.plain_words or row.name,
        "parent_id": str(row.parent_id) if row.parent_id else "",
        "taxonomy": row.taxonomy.name,
        "taxonomy_id": str(row.taxonomy_id),
        "term_uri": row.uri,
        "term": row.name,
    }
    return {key: value for key, value in form.items() if value}
