"""What waits to be passed on, and what the clock does."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from moothall.kernel import allow, backlogs
from moothall.kernel.act import Act
from moothall.kernel.backlogs import BacklogStatus
from moothall.kernel.every import EVERY, Every
from moothall.kernel.gate import query
from moothall.kernel.models import Round


@query(allow=allow.system)
def standings(act: Act) -> tuple[BacklogStatus, ...]:
    """How much of each kind waits, and since when; what has waited longest first."""
    found = [backlog.standing(act.at) for backlog in backlogs.BACKLOGS.values()]
    return tuple(sorted(found, key=lambda one: (one.oldest is None, one.oldest, one.name)))


@query(allow=allow.system)
def left_behind(act: Act, *, backlog: str) -> int:
    """How much of a kind waits without a job that would pass it on."""
    return len(backlogs.BACKLOGS[backlog].left_behind(act.at))


@dataclass(frozen=True, slots=True)
class RoundShown:
    """Something that is done by the clock, and how it went the last time."""

    name: str
    title: str
    often: str
    began_at: datetime | None
    failed: bool
    outcome: str


@query(allow=allow.system)
def rounds(act: Act) -> tuple[RoundShown, ...]:
    """How everything that is done by the clock went the last time."""
    rows = {row.name: row for row in Round.objects.all()}
    return tuple(_shown(one, rows.get(name)) for name, one in sorted(EVERY.items()))


def _shown(one: Every, row: Round | None) -> RoundShown:
    began_at = row.began_at if row else None
    error = row.error if row else ""
    ended = row is not None and row.ended_at is not None
    outcome = error or (_("Done") if ended else _("Under way") if began_at else "")
    return RoundShown(one.name, str(one.title), one.often, began_at, bool(error), outcome)
