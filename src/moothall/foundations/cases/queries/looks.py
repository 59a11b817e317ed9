"""Who looked: the readings of a person's cases by staff, as the person may know them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.foundations.cases.queries.statements import LOOKS
from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query


@dataclass(frozen=True, slots=True)
class Look:
    """That staff read a case, or a payment or booking in none: which organisation, team and roles, why, when.
    ``reason`` is what they wrote when it was another team's work. Never the reader's name; where a program
    read it, what that is called."""

    id: UUID
    at: datetime
    organisation: str
    team: str
    roles: Sequence[str]
    purpose: str
    case: UUID | None
    reference: str
    program: str
    reason: str = ""


@query(allow=allow.resident)
def looks(
    act: Act, *, case: UUID | None = None, before: UUID | None = None, limit: int = 50
) -> tuple[Look, ...]:
    """Readings of the cases of the person the act is for (or of one of them), newest first, a page at a time
    (``before``: the last one of the page before)."""
    most = min(limit, 100)
    found = fetch(_columns, LOOKS, subject=act.subject, case=case, before=before, most=most)
    reasons = vault.decrypt_many([(act.subject, row[-1]) for row in found])
    return tuple(_look(row, said) for row, said in zip(found, reasons, strict=True))


def _columns(*row: Any) -> tuple[Any, ...]:
    return row


def _look(row: Sequence[Any], said: dict[str, Any] | None) -> Look:
    *rest, _encrypted = row
    return replace(Look(*rest), reason=str((said or {}).get("reason", "")))
