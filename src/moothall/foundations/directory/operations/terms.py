"""Taxonomies and their terms."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from moothall.foundations.directory.models import Taxonomy, Term
from moothall.foundations.directory.rules import reading
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation

Entry = Mapping[str, Any]
COLUMNS = ("code", "name", "description", "plain_words", "parent_id", "uri", "details", "digest", "taxonomy")


@operation(allow=allow.system)
def take_in_terms(
    act: Act,
    *,
    taxonomy: str,
    entries: list[dict[str, Any]],
    description: str = "",
    uri: str = "",
    version: str = "",
) -> dict[str, int]:
    """Add the terms of a taxonomy or bring them up to date; what has not changed is not touched.

    Each entry has ``code``, ``name`` or ``plain_words``, and may have ``description``, ``uri`` and
    ``details``. Returns how many were added, changed and unchanged.
    """
    identity = UUID(reading.derived_id("taxonomy", taxonomy))
    Taxonomy.objects.bulk_create(
        [Taxonomy(id=identity, name=taxonomy, description=description, uri=uri, version=version)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "description", "uri", "version"],
    )
    return _write({UUID(reading.derived_id(identity, each["code"])): each for each in entries}, identity)


def take_in_attributes(services: Iterable[Entry]) -> None:
    """Add the taxonomies and terms that services bring along as attributes, as far as they are new."""
    found = {
        UUID(attribute["taxonomy_term"]["id"]): attribute["taxonomy_term"]
        for entry in services
        for attribute in entry.get("attributes", ())
    }
    if not found:
        return
    taxonomies = {UUID(term["taxonomy_id"]): term["taxonomy"][:200] for term in found.values()}
    Taxonomy.objects.bulk_create(
        [Taxonomy(id=identity, name=name) for identity, name in taxonomies.items()], ignore_conflicts=True
    )
    known = set(Term.objects.filter(pk__in=found).values_list("id", flat=True))
    Term.objects.bulk_create(
        [
            _row(identity, term, UUID(term["taxonomy_id"]))
            for identity, term in found.items()
            if identity not in known
        ],
        ignore_conflicts=True,
    )


def _write(entries: Mapping[UUID, Entry], taxonomy: UUID) -> dict[str, int]:
    known = {row.id: row for row in Term.objects.filter(pk__in=entries)}
    rows = [
        _row(identity, _merged(known.get(identity), entry), taxonomy) for identity, entry in entries.items()
    ]
    fresh = [row for row in rows if row.id not in known or bytes(known[row.id].digest) != row.digest]
    Term.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS)
    changed = sum(row.id in known for row in fresh)
    return {"added": len(fresh) - changed, "changed": changed, "unchanged": len(rows) - len(fresh)}


def _merged(known: Term | None, entry: Entry) -> Entry:
    """What two lists say of one term together: a later list adds, and replaces only what it says itself."""
    merged: dict[str, Any] = {}
    if known is not None:
        said = {
            name: getattr(known, name)
            for name in ("code", "name", "description", "plain_words", "uri", "details")
        }
        merged = {name: value for name, value in said.items() if value}
    details = {**merged.get("details", {}), **entry.get("details", {})}
    merged = {**merged, **entry} | ({"details": details} if details else {})
    return {"name": merged.get("plain_words", ""), **merged}


def _row(identity: UUID, entry: Entry, taxonomy: UUID) -> Term:
    parent = entry.get("parent_id")
    return Term(
        id=identity,
        taxonomy_id=taxonomy,
        code=str(entry.get("code", ""))[:100],
        name=entry["name"][:300],
        description=entry.get("description", ""),
        plain_words=entry.get("plain_words", ""),
        parent_id=UUID(parent) if parent else None,
        uri=entry.get("uri", entry.get("term_uri", ""))[:500],
        details=entry.get("details", {}),
        digest=reading.digest(entry),
    )
