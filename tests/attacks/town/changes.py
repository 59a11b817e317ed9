"""What a transaction has written so far, from the database's own counters."""

from collections import Counter

from django.db import connection

COUNTERS = (
    "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
    " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
)


def written() -> Counter[str]:
    """How many rows of each table this transaction has written."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTERS)
        return Counter(dict(cursor.fetchall()))
