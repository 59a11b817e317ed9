"""How often each need was asked for and went unmet, in numbers that single nobody out."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query

SMALLEST = 5
"""Counts below this are not told: with a ward and a need they could point at somebody."""
COUNT = """
    SELECT payload->'needs'->>0 AS need, payload->>'ward' AS ward,
           count(*) FILTER (WHERE name = 'matching.NeedAsked'),
           count(*) FILTER (WHERE name = 'matching.NeedUnmet'),
           count(*) FILTER (WHERE name = 'matching.NeedMisread')
      FROM kernel_event
     WHERE name IN ('matching.NeedAsked', 'matching.NeedUnmet', 'matching.NeedMisread') AND at >= %s
     GROUP BY 1, 2 HAVING count(*) FILTER (WHERE name = 'matching.NeedAsked') >= %s
     ORDER BY 4 DESC, 3 DESC, 1, 2
"""


@dataclass(frozen=True, slots=True)
class NeedCount:
    """How often a need was the likeliest one read, for a ward ("" where none was given): asked for, unmet,
    and misread by us. ``None`` stands for a number from 1 to 4."""

    need: str
    ward: str
    asked: int
    unmet: int | None
    misread: int | None


@query(allow=allow.system)
def needs_counted(act: Act, *, days: int = 30) -> tuple[NeedCount, ...]:
    """Needs of the last ``days`` days by ward, most unmet first; those asked for less than five times are
    left out."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, (act.at - timedelta(days=days), SMALLEST))
        return tuple(
            NeedCount(need or "", ward or "", asked, _told(unmet), _told(misread))
            for need, ward, asked, unmet, misread in cursor.fetchall()
        )


def _told(count: int) -> int | None:
    return None if 0 < count < SMALLEST else count
