"""What rules decided about a matter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.foundations.rules.models import Decision
from moothall.kernel import allow, paging, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page


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


@query(allow=allow.resident | allow.staff("cases.read") | allow.system, reads="matter", api="v1")
def decisions(act: Act, *, matter: UUID, cursor: str = "", limit: int = 100) -> Page[Decided]:
    """What rules decided about a matter, in the order in which they did, a page at a time."""
    return paging.page(
        Decision.objects.filter(matter_id=matter), _opened, by=("id",), cursor=cursor, limit=limit
    )


def _opened(rows: list[Decision]) -> Iterator[Decided]:
    contents = vault.decrypt_many([(row.person_id or row.matter_id, row.encrypted) for row in rows])
    for row, content in zip(rows, contents, strict=True):
        yield _shown(row, content or {})


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
