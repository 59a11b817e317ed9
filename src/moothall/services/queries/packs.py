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


@query(allow=allow.system)
def is_its_own(act: Act, *, organisation: UUID, name: str) -> bool:
    """Whether the organisation has published a service itself, so that nobody installs it any more."""
    return was_published(organisation, name)


def was_published(organisation: UUID, name: str) -> bool:
    """The same, inside a query or an operation."""
    rows = PackVersion.objects.filter(organisation_id=organisation, name=name, draft__isnull=False)
    return rows.exists()


def live_row(organisation: UUID, name: str, *, lock: bool = False) -> PackVersion | None:
    """The organisation's live version of a pack, if there is one, inside a query or an operation; locked if
    it is to be replaced."""
    rows = PackVersion.objects.filter(organisation_id=organisation, name=name, retired_at=None)
    return (rows.select_for_update() if lock else rows).first()
