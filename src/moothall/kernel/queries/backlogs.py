"""What waits to be passed on."""

from moothall.kernel import allow, backlogs
from moothall.kernel.act import Act
from moothall.kernel.backlogs import Standing
from moothall.kernel.gate import query


@query(allow=allow.system)
def standings(act: Act) -> tuple[Standing, ...]:
    """How much of each kind waits, and since when; what has waited longest first."""
    found = [backlog.standing(act.at) for backlog in backlogs.BACKLOGS.values()]
    return tuple(sorted(found, key=lambda one: (one.oldest is None, one.oldest, one.name)))


@query(allow=allow.system)
def left_behind(act: Act, *, backlog: str) -> int:
    """How much of a kind waits without a job that would pass it on."""
    return len(backlogs.BACKLOGS[backlog].left_behind(act.at))
