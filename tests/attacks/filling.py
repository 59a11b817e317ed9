"""Rows in every table that declares a policy, found from the declarations, so that a new table is attacked by
itself; a capability says in its ``tests/truth.py`` how many (``COUNTS``) and what chance would not hit upon
(``SHAPES``). The superuser writes them with triggers and foreign keys asleep: all that matters is who may see
them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import psycopg
from django.db import models
from psycopg.sql import SQL, Identifier

from moothall.kernel import act as acts
from moothall.kernel.roles import permissions_of
from tests.attacks.values import NOW, Maker, Row, value_of
from tests.support.rooms import brought

ROWS = 26
"""Rows a generated table gets at most."""
TRIES = 12
Shape = Callable[[Maker, Row, int], Row | None]
"""Makes a row what its table asks for, where chance alone would hardly hit upon it."""
SERVICES = ("bulky-waste", "council-tax", "home-care")
ROLES = ("manager", "case_worker", "operator", "adviser", "volunteer", "service_owner")
"""Usual roles after which the world's own are made."""
KERNEL = [
    "organisation",
    "team",
    "person",
    "membership",
    "role",
    "packversion",
    "matter",
    "assignment",
    "reason",
    "participant",
    "grant",
    "mandate",
]


def in_order(wanted: Sequence[type[models.Model]]) -> list[type[models.Model]]:
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


def fill(server: psycopg.Connection, maker: Maker, model: type[models.Model]) -> Iterator[Row]:
    for number in range(COUNTS.get(model._meta.db_table, ROWS)):
        for _ in range(TRIES):
            row = _row(maker, model, number)
            if row is not None and _insert(server, model._meta.db_table, row):
                yield row
                break


COUNTS = {
    "kernel_assignment": 40,
    "kernel_place": 1, "kernel_organisation": 5, "kernel_person": 24, "kernel_membership": 12,
    "kernel_matter": 60, "kernel_participant": 60, "kernel_datakey": 60, "kernel_grant": 50,
    "kernel_reason": 40, "kernel_mandate": 12,
}  # fmt: skip
SHAPES: dict[str, Shape] = {}
for _one in brought("truth"):
    COUNTS |= getattr(_one, "COUNTS", {})
    SHAPES |= getattr(_one, "SHAPES", {})


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
        row[one.column] = value_of(maker, one, matter, number)
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


def _target(maker: Any, row: Row, number: int) -> Row:
    """A grant opens a matter, all of a service, or what somebody told."""
    if number % 5 == 1:
        giver = row["granted_by_id"] or maker.choose("kernel_organisation")
        return {
            "matter_id": None,
            "person_id": None,
            "service": SERVICES[number % 2],
            "attributes": [],
            "granted_by_id": giver,
        }
    if number % 5 == 2:
        told = maker.rows["kernel_attribute"][number % 20] if maker.rows.get("kernel_attribute") else None
        person = told["person_id"] if told else maker.choose("kernel_person")
        return {
            "matter_id": None,
            "person_id": person,
            "service": "",
            "attributes": [told["name"] if told else "income"],
        }
    return {"service": "", "attributes": []}


def _assigned(maker: Maker, row: Row, number: int) -> Row:
    """A role of some member over something of their organisation; mostly live."""
    pick, members = maker.random, maker.rows["kernel_membership"]
    member = members[number % len(members)]
    row |= {"membership_id": member["id"], "organisation_id": member["organisation_id"]}
    row |= {"person_id": member["person_id"], "team_id": None, "service": "", "matter_id": None}
    row["role_id"] = maker.rows["kernel_role"][number % 4 if number < len(members) else number % 17]["id"]
    row["scope"] = ("organisation", "team", "service", "matter")[number // 5 % 4]
    if row["scope"] == "team":
        row["team_id"] = maker.choose("kernel_team")
    if row["scope"] == "service":
        row["service"] = pick.choice(SERVICES)
    if row["scope"] == "matter":
        row["matter_id"] = maker.choose("kernel_matter")
    row["until_at"] = NOW if number % 8 == 7 else None
    return row


def _special(maker: Maker, table: str, row: Row, number: int) -> Row | None:
    """What chance alone would hardly hit upon."""
    pick = maker.random
    if table == "kernel_matter":
        row["visibility"] = ("people", "organisation", "public", "organisation")[number % 4]
        is_public = row["visibility"] == "public"
        row["person_id"] = None if number % 9 == 0 or is_public else maker.choose("kernel_person")
        row["published_at"] = None if number % 5 == 0 else NOW
        row["hidden_at"] = NOW if number % 7 == 0 else None
        row["kind"] = pick.choice(SERVICES)
    if "service" in row:
        row["service"] = pick.choice(SERVICES)
    if table == "kernel_participant":
        row["until_at"] = NOW if number % 6 == 5 else None
        row["role"] = ("member", "reporter", "member", "moderator", "reporter", "board")[number % 6]
    if table == "kernel_reason":
        member = maker.rows["kernel_membership"][number % 6]
        row |= {"reader_id": member["person_id"], "organisation_id": member["organisation_id"]}
        row["until_at"] = NOW + timedelta(hours=5 if number % 3 else -1)
    if table == "kernel_grant":
        row["revoked_at"] = None if number % 3 else NOW
        row["until_at"] = NOW + timedelta(days=-1 if number % 5 == 0 else 30)
    if table == "kernel_membership":
        row["until_at"] = None
        row["person_id"] = maker.rows["kernel_person"][number]["id"]
    if table == "kernel_role":
        usual = ROLES[number % len(ROLES)]
        row |= {"code": f"role-{number}", "permissions": sorted(permissions_of([usual]))}
        row["organisation_id"] = maker.choose("kernel_organisation") if number >= len(ROLES) else None
        row["ended_at"] = NOW if number % 9 == 8 else None
    if table == "kernel_assignment":
        return _assigned(maker, row, number)
    if table == "kernel_datakey":
        row["kind"] = ("person", "matter", "person", "organisation")[number % 4]
        row["holder"] = maker.choose(f"kernel_{row['kind']}")
    if table == "kernel_mandate":
        agent, principal = maker.rows["kernel_person"][12 + number], maker.rows["kernel_person"][number]
        row |= {"agent_id": agent["id"], "principal_id": principal["id"], "since_at": NOW - timedelta(days=9)}
        row["until_at"] = None if number % 2 else NOW + timedelta(days=9 if number % 4 else -1)
        row["revoked_at"] = NOW if number % 6 == 5 else None
        row["organisation_id"] = None
        row["services"] = [("everything", SERVICES[0], SERVICES[1])[number // 2 % 3]]
    if table == "kernel_grant":
        row["purposes"] = [["care"], ["service"], ["care", "service"], ["service"]][number % 4]
        row |= _target(maker, row, number)
    if table == "kernel_event":
        row["audience"] = pick.choice(["matter", "organisation", "public"])
        if row["audience"] == "public":
            row |= {"person_id": None, "actor_id": None}
        del row["seq"]
    if "actor_role" in row:
        row["actor_role"] = pick.choice([role.value for role in acts.Role])
    return SHAPES[table](maker, row, number) if table in SHAPES else row
