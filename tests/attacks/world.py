"""A world to attack: organisations, residents, staff, mandates, grants, sealed matters, and rows in every
table that declares a policy, found from the declarations, so that a new table is attacked by itself.

Rows are written by the superuser with triggers and foreign keys asleep: all that matters is who may see them.
"""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import connection, models
from psycopg.sql import SQL, Identifier
from psycopg.types.range import TimestamptzRange

from moothall.kernel import access
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.roles import permissions_of
from tests.support.database import PlaceDatabase

NOW = datetime.now(UTC)
ROWS = 26
"""Rows a generated table gets at most."""
TRIES = 12
Row = dict[str, Any]


@dataclass
class World:
    """Every row of every declared table, as the superuser sees it, and everybody who may ask."""

    rows: dict[str, list[Row]] = field(default_factory=dict, repr=False)
    keys: dict[str, str] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict, repr=False)

    def of(self, table: str) -> list[Row]:
        """The rows of a table; none if the place has no such table."""
        return self.rows.get(table, [])

    def by_key(self, table: str) -> dict[Any, Row]:
        """The rows of a table by primary key."""
        return {row[self.keys[table]]: row for row in self.of(table)}


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


def build(database: PlaceDatabase, *, seed: int) -> World:
    """Fill the database of this process and say what is in it."""
    maker = Maker(seed)
    declared = [model for model, _ in access.declared()]
    with database.superuser(database.name) as server:
        server.execute("SET session_replication_role = replica")
        for model in _in_order(declared):
            maker.rows[model._meta.db_table] = list(_fill(server, maker, model))
    world = World(rows=_as_stored(database, declared))
    world.keys = {model._meta.db_table: _key(model) for model in declared}
    world.acts = dict(_everybody(world))
    return world


KERNEL = [
    "organisation",
    "team",
    "person",
    "membership",
    "packversion",
    "matter",
    "sealmember",
    "grant",
    "mandate",
]


def _in_order(wanted: Sequence[type[models.Model]]) -> list[type[models.Model]]:
    """The kernel's people and matters first, then each table after what it hangs on."""
    tables = [f"kernel_{name}" for name in KERNEL]
    left = [model for model in wanted if model._meta.db_table not in tables]
    placed = sorted(set(wanted) - set(left), key=lambda model: tables.index(model._meta.db_table))
    while left:
        ready = [model for model in left if not _parents(model) & (set(left) - {model})] or left[:1]
        placed += ready
        left = [model for model in left if model not in ready]
    return placed


def _parents(model: type[models.Model]) -> set[Any]:
    return {one.related_model for one in model._meta.concrete_fields if one.is_relation}


def _fill(server: psycopg.Connection, maker: Maker, model: type[models.Model]) -> Iterator[Row]:
    for number in range(COUNTS.get(model._meta.db_table, ROWS)):
        for _ in range(TRIES):
            row = _row(maker, model, number)
            if row is not None and _insert(server, model._meta.db_table, row):
                yield row
                break


COUNTS = {
    "kernel_place": 1, "kernel_organisation": 5, "kernel_person": 24, "kernel_membership": 12,
    "kernel_matter": 60, "kernel_sealmember": 24, "kernel_grant": 50, "kernel_mandate": 12, "cases_case": 60,
}  # fmt: skip


def _insert(server: psycopg.Connection, table: str, row: Row) -> bool:
    statement = SQL("INSERT INTO {} ({}) VALUES ({})").format(
        Identifier(table),
        SQL(", ").join(map(Identifier, row)),
        SQL(", ").join(SQL("%s") for _ in row),
    )
    try:
        server.execute(statement, list(row.values()))
    except psycopg.errors.IntegrityError:
        return False
    return True


def _row(maker: Maker, model: type[models.Model], number: int) -> Row | None:
    """A row that hangs together: what is about a matter mostly has its organisation and person."""
    table, pick = model._meta.db_table, maker.random
    row: Row = {}
    matter = pick.choice(maker.rows["kernel_matter"]) if "kernel_matter" in maker.rows else None
    for one in model._meta.concrete_fields:
        if isinstance(one, models.GeneratedField | models.CompositePrimaryKey):
            continue
        row[one.column] = _value(maker, one, matter, number)
    if "kernel_matter" in maker.rows:
        _align(maker, row, matter or {})
    return _special(maker, table, row, number)


def _align(maker: Maker, row: Row, matter: Row) -> None:
    """Have the columns that repeat something of the matter say what it says, most of the time."""
    holds = row.get("matter_id") or row.get("case_id")
    if holds is None:
        return
    said = next(one for one in maker.rows["kernel_matter"] if one["id"] == holds)
    if maker.random.random() < 0.7:
        for column in ("organisation_id", "person_id"):
            if column in row and said[column] is not None:
                row[column] = said[column]


def _value(maker: Maker, one: Any, matter: Row | None, number: int) -> Any:
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
    "person_id": "kernel_person", "added_by_id": "kernel_person", "registered_by_id": "kernel_organisation",
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


def _special(maker: Maker, table: str, row: Row, number: int) -> Row | None:
    """What chance alone would hardly hit upon."""
    pick = maker.random
    if table == "kernel_matter":
        row["sealed_at"] = NOW if number % 4 == 0 else None
        row["person_id"] = None if number % 9 == 0 else maker.choose("kernel_person")
    if table == "kernel_sealmember":
        row["matter_id"] = pick.choice([one for one in maker.rows["kernel_matter"] if one["sealed_at"]])["id"]
    if table == "kernel_grant":
        row["revoked_at"] = None if number % 3 else NOW
        row["until_at"] = NOW + timedelta(days=-1 if number % 5 == 0 else 30)
    if table == "kernel_membership":
        row["until_at"] = None
        row["person_id"] = maker.rows["kernel_person"][number]["id"]
        row["roles"] = [("manager", "case_worker", "operator")[number % 3]]
    if table == "kernel_mandate":
        agent, principal = maker.rows["kernel_person"][12 + number], maker.rows["kernel_person"][number]
        row |= {"agent_id": agent["id"], "principal_id": principal["id"], "since_at": NOW - timedelta(days=9)}
        row["until_at"] = None if number % 2 else NOW + timedelta(days=9 if number % 4 else -1)
        row["revoked_at"] = NOW if number % 6 == 5 else None
    if table == "kernel_fact":
        row["audience"] = pick.choice(["matter", "organisation"])
    if "actor_role" in row:
        row["actor_role"] = pick.choice([role.value for role in acts.Role])
    if table == "bookings_availability":
        row |= {"opens": time(9), "closes": time(17)}
    if table == "cases_case":
        said = maker.rows["kernel_matter"][number]
        row |= {name: said[name] for name in ("reference", "organisation_id", "sealed_at")}
        row |= {"matter_id": said["id"], "closed_at": None, "person_id": said["person_id"]}
        return row if row["person_id"] else None
    return row


def _as_stored(database: PlaceDatabase, declared: Sequence[type[models.Model]]) -> dict[str, list[Row]]:
    with database.superuser(database.name) as server:
        found = {}
        for model in declared:
            cursor = server.execute(SQL("SELECT * FROM {}").format(Identifier(model._meta.db_table)))
            names = [column.name for column in cursor.description or ()]
            found[model._meta.db_table] = [dict(zip(names, row, strict=True)) for row in cursor]
        return found


def _key(model: type[models.Model]) -> str:
    """The column by which one row is asked for (of a composite key the last: it is unique by itself)."""
    pk = model._meta.pk
    return str(pk.field_names[-1] if isinstance(pk, models.CompositePrimaryKey) else pk.column)


def _everybody(world: World) -> Iterator[tuple[str, Act]]:
    """Somebody of every kind."""
    people = [row["id"] for row in world.of("kernel_person")]
    yield "the public", acts.public()
    yield "Moothall", acts.system()
    for number in (0, 5, 13, 20):
        yield f"resident {number}", acts.resident(people[number])
    for mandate in world.of("kernel_mandate")[:6]:
        if mandate["revoked_at"] is None and (mandate["until_at"] is None or mandate["until_at"] > NOW):
            act = acts.resident(mandate["agent_id"]).on_behalf_of(mandate["principal_id"])
            yield f"agent {mandate['id']}", act
    for number, member in enumerate(world.of("kernel_membership")[:5]):
        role = acts.Role.OPERATOR if "operator" in member["roles"] else acts.Role.STAFF
        permissions = permissions_of(["manager", *member["roles"]])
        yield (
            f"staff {number}",
            acts.staff(
                member["person_id"],
                organisation=member["organisation_id"],
                permissions=permissions,
                role=role,
            ),
        )
    for number, organisation in enumerate(world.of("kernel_organisation")[:2]):
        program = acts.staff(
            people[0], organisation=organisation["id"], permissions=permissions_of(["manager"])
        )
        object.__setattr__(program, "person", None)
        yield f"program {number}", program
        yield f"reaction {number}", acts.system(organisation=organisation["id"])


def seed() -> int:
    """``MOOTHALL_SEED``, else one that is the same every time."""
    return int(os.environ.get("MOOTHALL_SEED", "20261"))
