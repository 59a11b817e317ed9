"""Taking up again what was left behind."""

from moothall.kernel import allow, backlogs, jobs
from moothall.kernel.act import Act
from moothall.kernel.gate import operation


@operation(allow=allow.system)
def take_up(act: Act, *, backlog: str) -> int:
    """Ask for a job for everything of a kind that waits without one. Returns how many."""
    found = backlogs.BACKLOGS[backlog].left_behind(act.at)
    jobs.have_all(found)
    return len(found)
