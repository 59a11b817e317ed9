"""Many rows in one short statement, so that an import spends no time on putting long ones together."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg.sql import SQL, Composed, Identifier

WRITE = SQL(
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json)"
)
CHANGE = SQL(" ON CONFLICT ({key}) DO UPDATE SET {changes}")
CHANGES = SQL("{column} = EXCLUDED.{column}")


def write(rows: Iterable[Model], *, changing: Collection[str] = ()) -> None:
    """Insert ``rows``, all of one model; where a row with the same key is there, its columns ``changing``
    (names of fields) change instead. Without ``changing``, a key that is there raises ``IntegrityError``."""
    found = list(rows)
    if not found:
        return
    model = type(found[0])
    attributes = {
        str(field.column): field.attname for field in model._meta.concrete_fields if not field.generated
    }
    plain = [{column: getattr(row, name) for column, name in attributes.items()} for row in found]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, attributes, changing), (json.dumps(plain, default=_plain),))


def _statement(model: type[Model], columns: Collection[str], changing: Collection[str]) -> Composed:
    listed = SQL(", ").join(map(Identifier, columns))
    statement = WRITE.format(table=Identifier(model._meta.db_table), columns=listed)
    if not changing:
        return statement
    column_of = {field.name: Identifier(str(field.column)) for field in model._meta.concrete_fields}
    changes = [column_of[name] for name in changing]
    listed = SQL(", ").join(CHANGES.format(column=column) for column in changes)
    return statement + CHANGE.format(key=Identifier(str(model._meta.pk.column)), changes=listed)


def _plain(value: Any) -> str:
    """What JSON has no form for, as PostgreSQL reads it: octets in hexadecimal, all else as written."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
