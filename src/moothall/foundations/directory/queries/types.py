"""Service types and other terms."""

from uuid import UUID

from moothall.foundations.directory.models import Taxonomy, Term
from moothall.foundations.directory.rules import reading
from moothall.foundations.directory.rules.service_list import TAXONOMY
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query


@query(allow=allow.anyone)
def service_types(act: Act, *, after: UUID | None = None, limit: int = 1000) -> list[Term]:
    """The types of the Local Government Services List in order of id, a page at a time."""
    rows = Term.objects.filter(taxonomy_id=reading.derived_id("taxonomy", TAXONOMY))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk")[:limit])


@query(allow=allow.anyone)
def taxonomies(act: Act, *, limit: int = 100) -> list[Taxonomy]:
    """The taxonomies the directory knows, by name."""
    return list(Taxonomy.objects.order_by("name", "id")[:limit])
