"""What becomes of everything that is kept about somebody when they are erased: one function of the database,
written from what the manifests declare (:class:`moothall.kernel.manifest.Kept`).

It runs with the owner's rights, because people may ask to be erased from tables in which they may not write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import capability
from moothall.kernel.fetching import fetch
from moothall.kernel.manifest import Ends, Kept

FUNCTION = """
-- Takes away what the manifests say is taken away when a person is erased; how many rows of each table. For
-- the person themselves and for Moothall itself.
CREATE OR REPLACE FUNCTION moothall.erase_what_is_kept(wanted uuid) RETURNS TABLE (name text, touched bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF moothall.person() IS DISTINCT FROM wanted AND NOT moothall.is_system() THEN
        RAISE EXCEPTION 'Only people themselves ask to be erased.' USING ERRCODE = 'insufficient_privilege';
    END IF;
{steps}
END $$
"""
STEP = """
    {statement};
    GET DIAGNOSTICS touched = ROW_COUNT;
    name := '{table}';
    RETURN NEXT;
"""
CHANCE = "decode(replace(gen_random_uuid()::text, '-', ''), 'hex')"
"""Instead of a mark that rows differ by."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of one thing that was kept about somebody; ``rows`` is how many were removed or emptied,
    ``why`` the reason for which anything readable stays."""

    table: str
    what: str
    ends: Ends
    rows: int
    why: str


class Taken(NamedTuple):
    """How many rows of a table were removed or emptied."""

    table: str
    rows: int


def kept() -> Iterator[Kept]:
    """Everything that any capability keeps about people, lowest storey first."""
    return (each for one in capability.capabilities() for each in one.keeps_about_people)


def take_away(person: UUID) -> tuple[Ending, ...]:
    """Take away what the manifests say is taken away, in the open transaction. Returns what became of each
    thing. Raises ``DatabaseError`` when it is not for the act to ask."""
    return endings(fetch(Taken, "SELECT name, touched FROM moothall.erase_what_is_kept(%s)", person))


def endings(taken: Iterable[Taken] = ()) -> tuple[Ending, ...]:
    """What becomes of each thing that is kept, with what was ``taken`` away of it."""
    rows = {one.table: one.rows for one in taken}
    return tuple(
        Ending(one.table, str(one.what), one.ends, rows.get(one.table, 0), str(one.why)) for one in kept()
    )


def function() -> str:
    """The SQL of the function that takes it away."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    steps = [
        STEP.format(statement=_statement(tables[one.table], one), table=one.table)
        for one in kept()
        if one.ends in {Ends.REMOVED, Ends.EMPTIED}
    ]
    return FUNCTION.format(steps="".join(steps))


def _statement(model: type[models.Model], one: Kept) -> str:
    whose = _whose(model, one.whose[0], {each.table: each for each in kept()})
    if one.ends is Ends.REMOVED:
        return f"DELETE FROM public.{one.table} WHERE {whose}"  # noqa: S608
    emptied = ", ".join(f"{column} = {_nothing(model, column)}" for column in one.empties)
    return f"UPDATE public.{one.table} SET {emptied} WHERE {whose}"  # noqa: S608


def _whose(model: type[models.Model], column: str, known: dict[str, Kept]) -> str:
    """The condition for rows that are the person's, by their own column or by the row that they belong to."""
    parent = next(one for one in model._meta.concrete_fields if one.column == column).related_model
    if not isinstance(parent, type) or parent is apps.get_model("kernel", "Person"):
        return f"{column} = wanted"
    above = _whose(parent, known[parent._meta.db_table].whose[0], known)
    theirs = f"SELECT {parent._meta.pk.column} FROM public.{parent._meta.db_table} WHERE {above}"  # noqa: S608
    return f"{column} IN ({theirs})"


def _nothing(model: type[models.Model], column: str) -> str:
    """What stands in a column that is emptied."""
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    if field.null:
        return "NULL"
    if isinstance(field, models.BinaryField):
        return CHANCE
    return "'{}'" if isinstance(field, ArrayField) else "''"
