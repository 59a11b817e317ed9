"""What everybody may know in numbers of how comments are looked after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query

FIGURES = "SELECT * FROM moothall.comments_figures(%s, %s)"


@dataclass(frozen=True, slots=True)
class Figures:
    """How an organisation looked after comments; ``None`` for what is about fewer than eight."""

    flags: int | None
    decisions: int | None
    hidden: int | None
    appeals: int | None
    reversed: int | None
    median_hours: float | None


@query(allow=allow.anyone, api="v1")
def figures(act: Act, *, organisation: UUID, since: datetime) -> Figures:
    """How an organisation looked after comments since a moment, in numbers that are never about fewer than
    eight."""
    return fetch(Figures, FIGURES, organisation, since)[0]
