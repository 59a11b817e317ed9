"""One service with everything a page says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from moothall.foundations.directory.models import Service, ServiceAtLocation
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion
from moothall.kernel.paging import Page
from moothall.kernel.records import record

HEAVY = ("full_json", "brief_json", "name_vector", "text_vector", "search")
"""Columns no page needs."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A place where a service is given: HSDS ``location`` and link, and the codes of its access features."""

    name: str
    location: Mapping[str, Any]
    link: Mapping[str, Any]
    features: tuple[str, ...]
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organisation that gives a service, and how to get in touch with it."""

    id: UUID
    slug: str
    name: str
    website: str
    email: str
    telephone: str


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry as its own organisation keeps it; ``document`` is the HSDS entry."""

    id: UUID
    slug: str
    name: str
    status: str
    assured_date: date | None
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Detail:
    """A service. ``document`` is its HSDS entry; ``pack`` is empty unless the pack can be used now."""

    id: UUID
    slug: str
    name: str
    status: str
    organisation: Publisher
    document: Mapping[str, Any]
    needs: tuple[str, ...]
    ways: tuple[str, ...]
    cost_pence: int | None
    assured_date: date | None
    pack: str
    places: tuple[Spotted, ...]


@query(allow=allow.anyone, api="v1")
def service(act: Act, *, slug: str = "", id: UUID | None = None) -> Detail | None:
    """A service by slug or id, with its organisation and places."""
    rows = Service.objects.select_related("organisation").defer(*HEAVY)
    row = rows.filter(pk=id).first() if id is not None else rows.filter(slug=slug).first()
    return _detail(row) if row else None


@query(allow=allow.staff("directory.edit"), api="v1")
def own_entries(act: Act, *, cursor: str = "", limit: int = 50) -> Page[OwnEntry]:
    """The entries of the act's organisation by name, a page at a time."""
    return paging.page(
        Service.objects.filter(organisation_id=act.own_organisation).defer(*HEAVY),
        lambda found: (record(OwnEntry, row) for row in found),
        by=("name", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.staff("directory.edit"), api="v1")
def own_entry(act: Act, *, id: UUID) -> OwnEntry | None:
    """One entry of the act's organisation."""
    row = Service.objects.filter(organisation_id=act.own_organisation, pk=id).defer(*HEAVY).first()
    return record(OwnEntry, row) if row else None


def _detail(row: Service) -> Detail:
    links = ServiceAtLocation.objects.filter(service_id=row.id).select_related("location").order_by("id")
    is_live = bool(row.pack) and PackVersion.objects.filter(name=row.pack, retired_at=None).exists()
    return Detail(
        id=row.id,
        slug=row.slug,
        name=row.name,
        status=row.status,
        organisation=record(Publisher, row.organisation),
        document=row.document,
        needs=tuple(row.needs),
        ways=tuple(row.ways),
        cost_pence=row.cost_pence,
        assured_date=row.assured_date,
        pack=row.pack if is_live else "",
        places=tuple(
            Spotted(
                name=link.location.name,
                location=link.location.document,
                link=link.document,
                features=tuple(link.location.features),
                longitude=link.location.longitude,
                latitude=link.location.latitude,
            )
            for link in links
        ),
    )
