"""Values at random for columns of any kind, the same ones for the same seed."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import connection, models
from psycopg.types.range import TimestamptzRange

NOW = datetime.now(UTC)
Row = dict[str, Any]


class Maker:
    """Makes rows at random, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows: dict[str, list[Row]] = {}

    def uuid(self) -> UUID:
        """A UUID of version 7's shape."""
        return UUID(int=self.random.getrandbits(128) & ~(0xF << 76) | 0x7 << 76)

    def choose(self, table: str, column: str = "id") -> Any:
        """The key of some row there is already."""
        return self.random.choice(self.rows[table])[column]


def value_of(maker: Maker, one: Any, matter: Row | None, number: int) -> Any:
    pick = maker.random
    if one.null and not one.primary_key and pick.random() < 0.35:
        return None
    if one.column in {"matter_id", "case_id"} and matter is not None:
        return matter["id"]
    if one.is_relation:
        return _parent(maker, one)
    if isinstance(one, models.UUIDField):
        return _loose(maker, one)
    if one.choices:
        return pick.choice([value for value, _ in one.flatchoices])
    return _plain(maker, one, number)


LOOSE = {
    "organisation_id": "kernel_organisation", "actor_id": "kernel_person", "subject_id": "kernel_person",
    "person_id": "kernel_person", "added_by_id": "kernel_person", "made_by_id": "kernel_person",
    "registered_by_id": "kernel_organisation",
}  # fmt: skip
"""Columns that point at somebody without a foreign key."""


def _loose(maker: Maker, one: Any) -> UUID:
    table = LOOSE.get(one.column)
    found: UUID = maker.choose(table) if table in maker.rows else maker.uuid()
    return found


def _parent(maker: Maker, one: Any) -> Any:
    parent = one.related_model._meta  # type: ignore[union-attr]
    known = maker.rows.get(parent.db_table)
    return (
        maker.random.choice(known)[parent.pk.column] if known else maker.uuid() if one.null is False else None
    )


def _plain(maker: Maker, one: Any, number: int) -> Any:
    pick = maker.random
    if isinstance(one, ArrayField):
        return [_plain(maker, one.base_field, number)]
    if isinstance(one, models.BooleanField):
        return pick.random() < 0.5
    if isinstance(one, models.DateTimeField):
        return NOW + timedelta(days=pick.uniform(-60, 60))
    if isinstance(one, models.DateField):
        return (NOW + timedelta(days=pick.randint(-60, 60))).date()
    if isinstance(one, models.TimeField):
        return NOW.time()
    if isinstance(one, DateTimeRangeField):
        begin = NOW + timedelta(days=pick.uniform(-900, 900))
        return TimestamptzRange(begin, begin + timedelta(minutes=30))
    if isinstance(one, models.BinaryField):
        return pick.randbytes(32)
    if isinstance(one, models.JSONField):
        return one.get_db_prep_save({"n": pick.randint(0, 99)}, connection)
    if isinstance(one, models.FloatField):
        return pick.uniform(-50, 50)
    if isinstance(one, models.IntegerField):
        return number + 1 if one.primary_key else pick.randint(1, 3)
    if isinstance(one, models.CharField | models.TextField):
        return f"{pick.getrandbits(96):024x}"[: one.max_length or 24]
    return None
