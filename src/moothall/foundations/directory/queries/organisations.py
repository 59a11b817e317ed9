"""Organisations as the directory shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moothall.foundations.directory.models import Location
from moothall.foundations.directory.queries.found import ServiceFound, services_of
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Organisation
from moothall.kernel.paging import Page
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is found: its name and HSDS ``location``."""

    id: UUID
    name: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """All that an organisation's page shows. ``document``: its HSDS entry, empty when it has none."""

    id: UUID
    slug: str
    name: str
    description: str
    website: str
    email: str
    telephone: str
    document: Mapping[str, Any]
    services: Page[ServiceFound]
    places: tuple[Place, ...]


@query(allow=allow.anyone, api="v1")
def organisation_page(act: Act, *, slug: str, cursor: str = "", limit: int = 50) -> OrganisationDetail | None:
    """An organisation with a page of its services by name, and its places (at most 50)."""
    row = Organisation.objects.select_related("listing").filter(slug=slug, closed_at=None).first()
    if row is None:
        return None
    listing = getattr(row, "listing", None)
    places = Location.objects.filter(organisation_id=row.id).order_by("name", "id")[:50]
    return OrganisationDetail(
        id=row.id,
        slug=row.slug,
        name=row.name,
        description=row.description,
        website=row.website,
        email=row.email,
        telephone=row.telephone,
        document=listing.document if listing else {},
        services=services_of(act, organisation=row.id, cursor=cursor, limit=limit),
        places=tuple(record(Place, each) for each in places),
    )
