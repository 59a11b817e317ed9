"""Keeping the index. The only writer here."""

from collections.abc import Iterable, Sequence

from moothall.foundations.search.models import Item
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.searching import SOURCES
from moothall.kernel.searching import Item as Offered


@operation(allow=allow.system)
def index(act: Act, *, type: str, keys: Sequence[str]) -> int:
    """Bring what is found of these ``keys`` of a ``type`` up to date with its source: added, changed, taken
    out. Returns how many rows were written or removed; doing it twice changes nothing."""
    offered = {(one.key, one.language): one for one in SOURCES[type].read(act, keys)}
    rows = {(row.key, row.language): row for row in _kept(type, keys)}
    fresh = [_row(act, type, one, rows.get(at)) for at, one in offered.items() if _differs(one, rows.get(at))]
    gone = [row.pk for at, row in rows.items() if at not in offered]
    gone += [rows[row.key, row.language].pk for row in fresh if (row.key, row.language) in rows]
    if gone:
        Item.objects.filter(pk__in=gone).delete()
    Item.objects.bulk_create(fresh)
    return len(fresh) + len(gone)


@operation(allow=allow.system)
def forget(act: Act, *, type: str, keys: Sequence[str]) -> int:
    """Take out what is kept of these ``keys``: of a type that nobody offers any more, or that went unseen.
    Returns how many rows those were."""
    return Item.objects.filter(type=type, key__in=keys).delete()[0]


def _kept(type: str, keys: Sequence[str]) -> Iterable[Item]:
    return Item.objects.filter(type=type, key__in=keys).defer("vector")


def _differs(offered: Offered, row: Item | None) -> bool:
    return row is None or any(getattr(row, name) != value for name, value in _values(offered).items())


def _row(act: Act, type: str, offered: Offered, row: Item | None) -> Item:
    identity = row.pk if row else clock.uuid7(act.at)
    return Item(id=identity, type=type, key=offered.key, language=offered.language, **_values(offered))


def _values(offered: Offered) -> dict[str, object]:
    return {
        "title": offered.title[:300],
        "text": offered.text,
        "path": offered.path,
        "organisation_id": offered.organisation,
        "matter_id": offered.matter,
        "longitude": offered.longitude,
        "latitude": offered.latitude,
    }
