"""What is set, by whom and since when, for those who set it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Setting


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
    before: int | None = None,
    limit: int = 20,
) -> list[SettingShown]:
    """What ``organisation`` (or, of none, the place) has set in ``capability``, newest first, a page at a
    time (``before``: the last version of the page before)."""
    rows = _versions(capability, organisation)
    if before is not None:
        rows = rows.filter(version__lt=before)
    return [
        SettingShown(row.capability, row.content, row.version, row.since_at, row.made_by_id)
        for row in rows[:limit]
    ]


def latest(capability: str, organisation: UUID | None) -> Setting | None:
    """The version in force, as far as the act under way may see it."""
    return _versions(capability, organisation).first()


def _versions(capability: str, organisation: UUID | None) -> QuerySet[Setting]:
    whose = Q(organisation_id=organisation) if organisation is not None else Q(organisation_id=None)
    return Setting.objects.filter(whose, capability=capability).order_by("-version")
