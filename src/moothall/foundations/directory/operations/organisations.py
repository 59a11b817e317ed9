"""Entries of organisations, written beside the kernel's own rows."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from moothall.foundations.directory.models import Listing, Service
from moothall.foundations.directory.operations import rows
from moothall.foundations.directory.rules import documents, reading
from moothall.foundations.directory.rules.slugs import free_slug, slug_of
from moothall.kernel.act import Act
from moothall.kernel.models import Organisation
from moothall.kernel.operations import organisations

Entry = Mapping[str, Any]
COLUMNS = ("source", "digest", "name", "document", "full_json", "brief_json", "modified_at")


def take_in(act: Act, entries: Iterable[Entry], *, source: str) -> set[UUID]:
    """Write the organisations that are new or have changed; returns the ids of those that had an entry."""
    wanted = {UUID(entry["id"]): entry for entry in entries}
    digests = {identity: reading.digest(entry) for identity, entry in wanted.items()}
    there = Listing.objects.filter(pk__in=wanted).values_list("organisation_id", "digest")
    known = {identity: bytes(digest) for identity, digest in there}
    fresh = [identity for identity, digest in digests.items() if known.get(identity) != digest]
    slugs = _slugs(wanted, fresh)
    for identity in fresh:
        _add(act, identity, wanted[identity], slug=slugs[identity])
    listings = [
        _listing(act, identity, wanted[identity], digests[identity], source=source) for identity in fresh
    ]
    rows.write(listings, changing=COLUMNS)
    return known.keys() & set(fresh)


def services_of(organisations_changed: set[UUID]) -> set[UUID]:
    """The services whose prepared forms show one of these organisations."""
    if not organisations_changed:
        return set()
    services = Service.objects.filter(organisation_id__in=organisations_changed)
    return set(services.values_list("id", flat=True))


def _slugs(wanted: Mapping[UUID, Entry], fresh: list[UUID]) -> dict[UUID, str]:
    """The slug of each organisation: the one it has, the one it asks for, or one made from its name."""
    slugs = dict(Organisation.objects.filter(pk__in=fresh).values_list("id", "slug"))
    hoped = {
        identity: wanted[identity].get("slug") or slug_of(wanted[identity]["name"])
        for identity in fresh
        if identity not in slugs
    }
    taken = set(Organisation.objects.filter(slug__in=hoped.values()).values_list("slug", flat=True))
    for identity, slug in hoped.items():
        slugs[identity] = free_slug(slug, taken=taken, identity=str(identity))
        taken.add(slugs[identity])
    return slugs


def _add(act: Act, identity: UUID, entry: Entry, *, slug: str) -> None:
    phones = entry.get("phones", ())
    organisations.add_organisation(
        act,
        slug=slug,
        name=entry["name"],
        kind=entry.get("kind", "provider"),
        description=entry.get("description", ""),
        website=entry.get("website", "")[:200],
        email=entry.get("email", "")[:254],
        telephone=(phones[0].get("number", "") if phones else "")[:30],
        organisation=identity,
    )


def _listing(act: Act, identity: UUID, entry: Entry, digest: bytes, *, source: str) -> Listing:
    full = documents.organisation(entry)
    return Listing(
        organisation_id=identity,
        source=source,
        digest=digest,
        name=entry["name"],
        document=dict(entry),
        full_json=documents.as_json(full),
        brief_json=documents.as_json(documents.brief_organisation(full)),
        modified_at=act.at,
    )
