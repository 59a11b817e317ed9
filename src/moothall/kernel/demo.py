"""What the clock of the demo place does in single matters."""

from moothall.kernel import due
from moothall.kernel.lives import Day, Moments, lives


@lives("kernel.due", acts_a_month=40)
def at_its_moment(day: Day) -> Moments:
    """What is due that day is done."""
    yield day.at(2, 41), due.carry_out_ready
