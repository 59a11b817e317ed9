"""Lists a page at a time: how every query hands out what may be long.

A page begins behind a cursor, which says where the page before ended: by the values of the columns the list
is sorted by, never by a number of rows, so that nothing is shown twice or left out when rows come and go.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext as _

from moothall.kernel.refusal import Refused

T = TypeVar("T", covariant=True)
M = TypeVar("M", bound=Model)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list, in its order; ``next`` is the cursor of the page after, empty when there is none."""

    items: tuple[T, ...]
    next: str = ""

    @property
    def has_more(self) -> bool:
        """Whether the list goes on."""
        return bool(self.next)


def page(
    rows: QuerySet[M, R],
    show: Callable[[list[R]], Iterable[T]],
    *,
    by: Sequence[str],
    cursor: str,
    limit: int,
) -> Page[T]:
    """The next ``limit`` of ``rows`` behind ``cursor`` (empty: the first), made into records by ``show``.

    ``by`` names the columns that sort them, the last of which tells any two rows apart; ``-`` before a name
    turns its order round. Refused for a cursor that was not given out for this list.
    """
    found = list(_behind(rows, by, cursor).order_by(*by)[: limit + 1])
    shown = found[:limit]
    is_last = len(found) <= limit
    return Page(tuple(show(shown)), "" if is_last else cursor_behind(rows.model, by, shown[-1]))


def _behind(rows: QuerySet[M, R], by: Sequence[str], cursor: str) -> QuerySet[M, R]:
    """The rows that come after the one that ``cursor`` names."""
    if not cursor:
        return rows
    values = _read(rows.model, by, cursor)
    equal, behind = Q(), Q()
    for column, value in zip(by, values, strict=True):
        name, way = column.removeprefix("-"), "lt" if column.startswith("-") else "gt"
        behind |= equal & Q((f"{name}__{way}", value))
        equal &= Q((name, value))
    first = by[0].removeprefix("-")
    bound = Q((f"{first}__{'lte' if by[0].startswith('-') else 'gte'}", values[0]))  # what an index can use
    return rows.filter(bound, behind)


def cursor_behind(model: type[Model], by: Sequence[str], row: Any) -> str:
    """The cursor of what comes behind ``row`` in a list of ``model`` sorted ``by`` these columns."""
    return _signer(model, by).sign_object([field.value_to_string(row) for field in _fields(model, by)])


def _read(model: type[Model], by: Sequence[str], cursor: str) -> list[Any]:
    try:
        texts = _signer(model, by).unsign_object(cursor)
    except BadSignature:
        raise Refused(
            _("This list has no such page. Begin again with its first."), code="bad-cursor", status=400
        ) from None
    return [field.to_python(text) for field, text in zip(_fields(model, by), texts, strict=True)]


def _fields(model: type[Model], by: Sequence[str]) -> list["Field[Any, Any]"]:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return [columns[column.removeprefix("-")] for column in by]


def _signer(model: type[Model], by: Sequence[str]) -> Signer:
    """Signed for one list, so that whatever comes back is of its columns' types."""
    return Signer(salt=f"{__name__}:{model._meta.label}:{','.join(by)}")
