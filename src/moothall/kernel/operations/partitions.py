"""Looking after tables that only ever grow: room for what comes, no more than may be kept of what was."""

from datetime import timedelta

from django.db import connection

from moothall.kernel import allow, partitions
from moothall.kernel.act import Act
from moothall.kernel.gate import operation


@operation(allow=allow.system)
def make_room(act: Act) -> None:
    """Make the partitions that the coming days and months need."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT moothall.make_partitions(%s)", (act.at,))


@operation(allow=allow.system)
def prune(act: Act) -> int:
    """Drop what is older than the place keeps it, and needed no more. Returns how many partitions are
    gone."""
    return sum(
        _pruned(act, model._meta.db_table, days)
        for model, layout in partitions.declared().items()
        if (days := partitions.days_kept(model, layout)) is not None
    )


def _pruned(act: Act, table: str, days: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT moothall.prune(%s, %s)", (table, act.at - timedelta(days=days)))
        return int(cursor.fetchone()[0])
