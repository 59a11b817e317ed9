"""A world to attack: organisations, residents, staff, mandates, grants, restricted matters, and rows in every
table.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from psycopg.sql import SQL, Identifier

from moothall.kernel import act as acts
from moothall.kernel import policies
from moothall.kernel.act import Act
from moothall.kernel.roles import permissions_of
from tests.attacks.filling import fill, in_order
from tests.attacks.values import NOW, Maker, Row
from tests.support.database import PlaceDatabase


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


def build(database: PlaceDatabase, *, seed: int) -> World:
    """Fill the database of this process and say what is in it."""
    maker = Maker(seed)
    declared = [model for model, _ in policies.declared()]
    with database.superuser(database.name) as server:
        server.execute("SET session_replication_role = replica")
        for model in in_order(declared):
            maker.rows[model._meta.db_table] = list(fill(server, maker, model))
    world = World(rows=_as_stored(database, declared))
    world.keys = {model._meta.db_table: _key(model) for model in declared}
    world.acts = dict(_everybody(world))
    return world


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


def live_roles(world: World, person: Any, organisation: Any) -> list[tuple[Row, Row]]:
    """What somebody is given in an organisation now, each with its role."""
    roles = world.by_key("kernel_role")
    members = {
        row["id"]
        for row in world.of("kernel_membership")
        if (row["person_id"], row["organisation_id"], row["until_at"]) == (person, organisation, None)
    }
    given = [row for row in world.of("kernel_assignment") if row["membership_id"] in members]
    return [
        (row, roles[row["role_id"]])
        for row in given
        if row["until_at"] is None and roles[row["role_id"]]["ended_at"] is None
    ]


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
    for number, member in enumerate(world.of("kernel_membership")[:8]):
        held = live_roles(world, member["person_id"], member["organisation_id"])
        codes = {code for _given, role in held for code in role["permissions"]}
        role = acts.Role.OPERATOR if "place.operate" in codes else acts.Role.STAFF
        permissions = permissions_of(["manager"]) | codes
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
