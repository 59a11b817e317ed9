"""Counting and publishing. The only writer here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from moothall.engines.disclosure.figures import Figure, published
from moothall.foundations.statistics.events import FiguresPublished
from moothall.foundations.statistics.models import Daily, PublishedFigure
from moothall.kernel import allow, clock, places
from moothall.kernel.act import Act
from moothall.kernel.capability import counted
from moothall.kernel.gate import operation, publish

By = PublishedFigure.By
GRACE = timedelta(days=2)
"""After a month, for what is read late."""


ADD = """
INSERT INTO statistics_daily AS d (id, code, day, organisation_id, kind, number)
SELECT * FROM unnest(%s::uuid[], %s::varchar[], %s::date[], %s::uuid[], %s::varchar[], %s::integer[])
ON CONFLICT ON CONSTRAINT statistics_daily_once DO UPDATE SET number = d.number + excluded.number
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something (its ``code``) happened in an organisation on a day; ``kind`` is what the event
    says of it."""

    code: str
    day: date
    organisation: UUID
    kind: str
    number: int


@operation(allow=allow.system)
def count(act: Act, *, counts: list[Count]) -> None:
    """Add to what happened, each of ``counts`` of another thing. The one reader that asks for this reads one
    batch at a time."""
    columns = zip(
        *((clock.uuid7(act.at), one.code, one.day, one.organisation, one.kind, one.number) for one in counts),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(ADD, [list(column) for column in columns])


@operation(allow=allow.system)
def publish_figures(act: Act) -> int:
    """Publish the figures of every month that is over and was not published yet. Returns how many figures
    there are now that were not before.

    A month is published once and stays as it is, so that nobody learns anything from what has changed.
    """
    end = places.local_date(act.at - GRACE).replace(day=1)
    months = Daily.objects.filter(day__lt=end).dates("day", "month")
    done = set(PublishedFigure.objects.filter(by=By.PLACE).values_list("code", "month"))
    codes = [one.code for one in counted()]
    fresh = [
        row for month in months for code in codes if (code, month) not in done for row in _of(code, month)
    ]
    if fresh:
        PublishedFigure.objects.bulk_create(fresh)
        publish(FiguresPublished(month=max(row.month for row in fresh)), act)
    return len(fresh)


def _of(code: str, month: date) -> Iterator[PublishedFigure]:
    """The figures of one thing that is counted, in one month: the whole, and each way it is divided."""
    by_organisation = published(_counts(code, month, "organisation_id"))
    by_kind = published(_counts(code, month, "kind"))

    def row(by: By, key: object, figure: Figure) -> PublishedFigure:
        return PublishedFigure(code=code, month=month, by=by, key=str(key), value=figure.value)

    yield row(By.PLACE, "", by_organisation.total)
    yield from (row(By.ORGANISATION, key, figure) for key, figure in by_organisation.parts.items())
    yield from (row(By.KIND, key, figure) for key, figure in by_kind.parts.items() if key)


def _counts(code: str, month: date, column: str) -> Mapping[object, int]:
    following = (month + timedelta(days=31)).replace(day=1)
    rows = Daily.objects.filter(code=code, day__gte=month, day__lt=following)
    return dict(rows.order_by(column).values_list(column).annotate(Sum("number")))
