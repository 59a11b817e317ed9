"""Where the rules of an organisation's live services fail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.foundations.rules.models import Failure
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query

MOST = 50


@dataclass(frozen=True, slots=True)
class Failing:
    """One way in which a rule fails, and how often somebody met it."""

    pack: UUID
    service: str
    rules: str
    decision: str
    words: str
    count: int
    first_at: datetime
    last_at: datetime


@query(allow=allow.staff("packs.publish"))
def failures(act: Act) -> tuple[Failing, ...]:
    """Where rules of the act's organisation fail that are still live, the latest first. A new version of the
    pack ends the failures of the one before."""
    assert act.organisation is not None
    rows = Failure.objects.filter(organisation_id=act.organisation, pack__retired_at=None)
    return tuple(
        Failing(
            pack=row.pack_id,
            service=row.pack.name,
            rules=row.rules,
            decision=row.decision,
            words=row.words,
            count=row.count,
            first_at=row.first_at,
            last_at=row.last_at,
        )
        for row in rows.select_related("pack").defer("pack__content").order_by("-last_at")[:MOST]
    )
