"""Published service packs."""

from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion


@query(allow=allow.anyone)
def live_pack(act: Act, *, name: str, organisation: UUID | None = None) -> PackVersion | None:
    """The live version of a pack; with several organisations offering the same name, the one asked for."""
    rows = PackVersion.objects.filter(name=name, retired_at=None).select_related("organisation")
    if organisation is not None:
        rows = rows.filter(organisation_id=organisation)
    return rows.order_by("published_at").first()


@query(allow=allow.anyone)
def pack_version(act: Act, *, id: UUID) -> PackVersion | None:
    """A version of a pack, live or retired."""
    return PackVersion.objects.select_related("organisation").filter(pk=id).first()


@query(allow=allow.anyone)
def live_packs(act: Act, *, after: str = "", limit: int = 100) -> list[PackVersion]:
    """Live packs by name, a page at a time."""
    return list(
        PackVersion.objects.filter(retired_at=None, name__gt=after)
        .select_related("organisation")
        .order_by("name", "organisation_id")[:limit]
    )
