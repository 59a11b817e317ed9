"""What is set, by whom and since when, for those who set it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Setting
from moothall.kernel.paging import Page
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class SettingShown:
    """One version of a capability's settings."""

    capability: str
    content: dict[str, Any]
    version: int
    since_at: datetime
    made_by: UUID | None


@query(allow=allow.system | allow.operator | allow.staff("settings.edit"))
def setting_versions(
    act: Act,
    *,
    capability: str,
    organisation: UUID | None = None,
    cursor: str = "",
    limit: int = 20,
) -> Page[SettingShown]:
    """What ``organisation`` (or, of none, the place) has set in ``capability``, newest first, a page at a
    time."""
    return paging.page(
        _versions(capability, organisation),
        lambda found: (record(SettingShown, row, made_by=row.made_by_id) for row in found),
        by=("-version",),
        cursor=cursor,
        limit=limit,
    )


def latest(capability: str, organisation: UUID | None) -> Setting | None:
    """The version in force, as far as the act under way may see it."""
    return _versions(capability, organisation).first()


def _versions(capability: str, organisation: UUID | None) -> QuerySet[Setting]:
    whose = Q(organisation_id=organisation) if organisation is not None else Q(organisation_id=None)
    return Setting.objects.filter(whose, capability=capability).order_by("-version")
