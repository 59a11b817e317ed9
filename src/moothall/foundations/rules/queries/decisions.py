"""What rules decided about a matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.foundations.rules.models import Decision
from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the version of the rules that made it, the answers it went by, its value and why.

    Answers and reasons are empty, and the value ``None``, once they have been erased.
    """

    step: str
    pack: UUID
    rules: str
    version: str
    digest: str
    decision: str
    decided_at: datetime
    answers: Mapping[str, Any]
    value: Any
    reasons: Sequence[str]


@query(allow=allow.resident | allow.staff("cases.read") | allow.system, reads="matter")
def decisions(act: Act, *, matter: UUID) -> list[Decided]:
    """What rules decided about a matter, in the order in which they did."""
    rows = list(Decision.objects.filter(matter_id=matter).order_by("id"))
    contents = vault.unseal_many([(row.person_id, row.sealed) for row in rows])
    return [_shown(row, content or {}) for row, content in zip(rows, contents, strict=True)]


def _shown(row: Decision, content: Mapping[str, Any]) -> Decided:
    return Decided(
        step=row.step,
        pack=row.pack_id,
        rules=row.rules,
        version=row.version,
        digest=row.digest,
        decision=row.decision,
        decided_at=row.decided_at,
        answers=content.get("answers", {}),
        value=content.get("value"),
        reasons=content.get("reasons", ()),
    )
