"""What a transaction has written so far, from the database's own counters."""

from collections import Counter

from django.db import connection

COUNTERS = """SELECT coalesce(whole.relname, s.relname), sum(n_tup_ins + n_tup_upd + n_tup_del)::int
  FROM pg_stat_xact_user_tables AS s
  LEFT JOIN pg_inherits AS part ON part.inhrelid = s.relid
  LEFT JOIN pg_class AS whole ON whole.oid = part.inhparent
 WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 GROUP BY 1"""


def written() -> Counter[str]:
    """How many rows of each table this transaction has written, whichever partition they went to."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTERS)
        return Counter(dict(cursor.fetchall()))
