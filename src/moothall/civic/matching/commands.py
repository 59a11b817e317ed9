"""What matching offers on the command line."""

import argparse
from collections.abc import Sequence

from moothall.civic.matching import counting
from moothall.civic.matching.loading import load_vocabulary
from moothall.kernel import act as acts
from moothall.kernel.act import Door
from moothall.kernel.doors.cli import command


@command("needs")
def needs(argv: Sequence[str]) -> int:
    """Show which needs were asked for and went unmet, by ward, as tab-separated columns."""
    parser = argparse.ArgumentParser(prog="moot needs", description=needs.__doc__)
    parser.add_argument("--days", type=int, default=30, help="how far back (default: 30)")
    days = parser.parse_args(argv).days
    known = load_vocabulary().need_by_id
    print("need\tward\tasked\tunmet\tmisread")
    for each in counting.needs_counted(acts.system(door=Door.COMMAND_LINE), days=days):
        name = known[each.need].name if each.need in known else each.need or "not understood"
        columns = (name, each.ward or "-", each.asked, _shown(each.unmet), _shown(each.misread))
        print("\t".join(str(column) for column in columns))
    return 0


def _shown(count: int | None) -> str:
    return f"fewer than {counting.SMALLEST}" if count is None else str(count)
