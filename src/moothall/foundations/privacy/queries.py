"""Everything that is kept about somebody, as the manifests list it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from moothall.kernel import allow, capability, vault
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item
from moothall.kernel.gate import query
from moothall.kernel.manifest import Ends, Kept
from moothall.kernel.models import Mandate, Matter, Organisation, Person
from moothall.kernel.queries import people

NOT_EVERYTHING = _lazy(
    "Only whoever may do everything for somebody can see everything that is kept about them."
)
MOST = 5_000
"""Things of one kind that are handed out at a time, newest first."""
ORGANISATIONS = ("organisation_id", "told_to_id")
MATTERS = ("matter_id", "case_id")


@dataclass(frozen=True, slots=True)
class Heading:
    """One kind of thing that is kept: by which capability, in which table; what becomes of it when its person
    is erased, and why anything of it stays; why it is not shown, if it is not."""

    capability: str
    table: str
    what: str
    ends: Ends
    why: str
    withheld: str


@query(allow=allow.resident)
def may_see_everything(act: Act) -> bool:
    """Whether the act is for its own person, the guest they were, or somebody who lets them do everything."""
    if act.subject in {act.person, *people.selves(act)}:
        return True
    live = Q(until_at=None) | Q(until_at__gt=act.at)
    given = Mandate.objects.filter(live, principal_id=act.subject, agent_id=act.person, revoked_at=None)
    given = given.exclude(basis=people.ASSISTED)  # whoever helps at a desk takes nothing away
    return given.filter(services__contains=["everything"]).exists()


@query(allow=allow.resident)
def headings(act: Act) -> tuple[Heading, ...]:
    """Every kind of thing that may be kept about somebody, lowest storey first."""
    return tuple(
        Heading(str(_(one.title)), kept.table, str(kept.what), kept.ends, str(kept.why), str(kept.withheld))
        for one in capability.capabilities()
        for kept in one.keeps_about_people
    )


@query(allow=allow.resident)
def items(act: Act, *, table: str, limit: int = MOST) -> tuple[Item, ...]:
    """What is kept in ``table`` about the act's subject, newest first, at most ``limit``; nothing of what is
    withheld."""
    kept = _kept()[table]
    if kept.withheld or act.subject is None:
        return ()
    export = EXPORTS.get(table, partial(_as_it_is, kept))
    return tuple(islice(export(act, act.subject, limit), limit))


def _kept() -> dict[str, Kept]:
    return {kept.table: kept for one in capability.capabilities() for kept in one.keeps_about_people}


def _as_it_is(kept: Kept, act: Act, person: UUID, limit: int) -> Iterator[Item]:
    """The rows of a table with the columns that its manifest names, decrypted."""
    model = next(one for one in apps.get_models() if one._meta.db_table == kept.table)
    moment = next((f.name for f in _fields(model) if isinstance(f, models.DateTimeField)), None)
    rows = model._default_manager.filter(**{_path(model, kept.whose[0]): person})
    found = list(rows.order_by(*([f"-{moment}"] if moment else []), "-pk")[:limit])
    names, references = _names(Organisation, found, ORGANISATIONS), _names(Matter, found, MATTERS)
    for row, content in zip(found, _contents(person, kept, found), strict=True):
        whose = next((names[v] for v in _values(row, ORGANISATIONS) if v in names), None)
        about = next((references[v] for v in _values(row, MATTERS) if v in references), None)
        at = getattr(row, moment) if moment else None
        yield Item(at, content, whose.name if whose else "", about.reference if about else "")


def _fields(model: type[models.Model]) -> Sequence[Any]:
    return model._meta.concrete_fields


def _path(model: type[models.Model], column: str) -> str:
    """The look-up of rows that are somebody's, by their own column or by the row that they belong to."""
    field = next(one for one in _fields(model) if one.column == column)
    parent = field.related_model
    if parent is None or parent is Person:
        return str(field.attname)
    return f"{field.name}__{_path(parent, _kept()[parent._meta.db_table].whose[0])}"


def _values(row: models.Model, columns: Iterable[str]) -> list[UUID]:
    return [value for column in columns if (value := getattr(row, column, None)) is not None]


def _names(model: Any, rows: Iterable[models.Model], columns: Sequence[str]) -> dict[UUID, Any]:
    found: dict[UUID, Any] = model.objects.in_bulk({v for row in rows for v in _values(row, columns)})
    return found


def _contents(person: UUID, kept: Kept, rows: Sequence[models.Model]) -> Iterator[dict[str, Any]]:
    """What each row says by the names of its columns; an encrypted column by the names of what is in it."""
    for row in rows:
        content: dict[str, Any] = {}
        for column in kept.content:
            value = getattr(row, column)
            if isinstance(value, bytes | memoryview):
                content |= vault.decrypt_many([(person, value)])[0] or {}
            elif column not in kept.empties or isinstance(value, str):
                content[column] = value
        yield content
