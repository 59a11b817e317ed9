"""Every kind of act tries every command on rows of every table; the database answers as the model does.

A probe is one verdict of the database on one row, for one act and one command, sent as raw SQL on the
application's connection: more than 100,000. What an act may see it sees, and nothing else; what has nothing
to do with it, it can neither lock, change, remove, add to nor learn of by a refusal. ``MOOTHALL_SEED`` makes
another world.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier, Literal

from moothall.kernel import partitions, policies
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from tests.attacks import batches
from tests.attacks.truth import ANYBODY_WRITES, PUBLIC, Truth
from tests.attacks.values import Maker, Row
from tests.attacks.world import World, seed

LEAST = 100_000
REFUSED = {"42501", "23514", "MH005"}
"""By a policy or a missing right; by a trigger that finds the row impossible for anybody, or its person
unknown."""
READS = {
    "read": "SELECT {key} AS k FROM {table} WHERE {key} = ANY ({keys})",
    "exists": "SELECT k FROM unnest({keys}) AS k WHERE EXISTS (SELECT 1 FROM {table} AS t WHERE t.{key} = k)",
    "counted": "SELECT {key} AS k FROM {table} WHERE {key} = ANY ({keys}) GROUP BY 1 HAVING count(*) > 0",
}
WRITES = {
    "lock": "SELECT {key} AS k FROM {table} WHERE {key} = ANY ({keys}) FOR UPDATE",
    "change": "UPDATE {table} SET {column} = {column} WHERE {key} = ANY ({keys}) RETURNING {key} AS k",
    "change whose": "UPDATE {table} SET {whose} = {whose} WHERE {key} = ANY ({keys}) RETURNING {key} AS k",
    "remove": "DELETE FROM {table} WHERE {key} = ANY ({keys}) RETURNING {key} AS k",
}
INSERTED = 1
"""Strangers' rows of each table that an act tries to write again, in every way."""


def tables() -> list[str]:
    """Every table with a policy."""
    return [model._meta.db_table for model, _ in policies.declared()]


@pytest.mark.slow
def test_every_act_on_every_row_of_every_table(world: World):
    counted: Counter[str] = Counter()
    wrong: list[Any] = []
    for name, act in world.acts.items():
        truth = Truth(world, act)
        probes = [probe for table in tables() for probe in probes_of(world, truth, table)]
        answers = batches.verdicts(act, [statement for *_, statement in probes])
        for (table, command, rows, expected, _), answer in zip(probes, answers, strict=True):
            counted[command] += rows
            if answer not in expected:
                wrong.append((name, table, command, answer[:200], sorted(expected)[0][:200]))
    assert not wrong, (len(wrong), wrong[:20])
    assert sum(counted.values()) >= LEAST, counted


Probe = tuple[str, str, int, set[str], str]
"""The table, the command, how many rows it asks about, the right answers, the statement."""


def probes_of(world: World, truth: Truth, table: str) -> Iterator[Probe]:
    """Everything an act tries on one table."""
    rows, key = world.of(table), world.keys[table]
    strange = [row for row in rows if truth.is_stranger(table, row)]
    asked = rows if truth.knows(table) else strange
    seen = [row for row in asked if truth.knows(table) and truth.sees(table, row)]
    for command, text in READS.items():
        yield table, command, len(asked), {as_answer(seen, key)}, statement(text, table, key, asked)
    for command, text in WRITES.items():
        yield table, command, len(strange), {"", "42501"}, statement(text, table, key, strange)
    if table not in ANYBODY_WRITES:
        chosen = random.Random(f"{seed()} {table}").sample(strange, min(INSERTED, len(strange)))
        for row in chosen:
            for command, sent in insertions(table, key, row):
                yield table, command, 1, REFUSED, sent


def as_answer(rows: Sequence[Row], key: str) -> str:
    """The keys of ``rows`` as the database lists them."""
    return " ".join(
        sorted(str(row[key]) if not isinstance(row[key], bytes) else "\\x" + row[key].hex() for row in rows)
    )


def statement(text: str, table: str, key: str, rows: Sequence[Row]) -> str:
    """A command on ``rows``, which answers with the keys of those it reached."""
    whose = next((name for name in WHOSE if rows and name in rows[0]), key)
    inner = SQL(text).format(
        table=Identifier(table), key=Identifier(key), column=Identifier(harmless(table, key)),
        whose=Identifier(whose), keys=keys_of(table, key, rows),
    )  # fmt: skip
    listed = SQL(
        "WITH x AS ({}) SELECT coalesce(string_agg(k::text, ' ' ORDER BY k::text COLLATE \"C\"), '') FROM x"
    )
    return said(listed.format(inner))


WHOSE = ("organisation_id", "person_id", "matter_id", "principal_id", "granted_by_id")
"""Columns that decide who may see a row."""


def keys_of(table: str, key: str, rows: Sequence[Row]) -> Any:
    """The keys as an array of the column's own type."""
    model = next(model for model, _ in policies.declared() if model._meta.db_table == table)
    kind = model._meta.get_field(next(one.name for one in model._meta.concrete_fields if one.column == key))
    parts = SQL(", ").join(Literal(row[key]) for row in rows)
    return SQL("ARRAY[{}]::{}[]").format(parts, SQL(kind.rel_db_type(connection) or "uuid"))


def insertions(table: str, key: str, row: Row) -> Iterator[tuple[str, str]]:
    """A copy of a row, new or again: the refusal must not tell whether it is there already."""
    again = insert(table, row)
    fresh = (
        row | {key: Maker(hash(str(row[key]))).uuid()} if key == "id" and hasattr(row[key], "hex") else row
    )
    yield "add", answered(insert(table, fresh))
    yield "add again", answered(again)
    yield "add or pass over", answered(SQL("{} ON CONFLICT DO NOTHING").format(again))
    if table not in partitioned():
        column = Identifier(harmless(table, key))
        conflict = SQL("{} ON CONFLICT ({}) DO UPDATE SET {} = excluded.{}")
        yield "add or change", answered(conflict.format(again, Identifier(key), column, column))


def answered(sent: Any) -> str:
    """An insertion, so that it would answer if it were let."""
    return said(SQL("WITH x AS ({} RETURNING 1) SELECT 'written' FROM x").format(sent))


def insert(table: str, row: Row) -> Any:
    """A copy of ``row`` as a statement."""
    kept = {name: value for name, value in row.items() if name not in generated(table)}
    return SQL("INSERT INTO {} ({}) VALUES ({})").format(
        Identifier(table), SQL(", ").join(map(Identifier, kept)), SQL(", ").join(map(literal, kept.values()))
    )


def literal(value: Any) -> Any:
    """A value as SQL, JSON included."""
    if isinstance(value, dict):
        return SQL("'{}'::jsonb")
    return Literal(value)


def said(statement: Any) -> str:
    """The text of a composed statement."""
    return str(statement.as_string(None))


@lru_cache
def harmless(table: str, key: str) -> str:
    """A column that some acts may change."""
    model, policy = next(pair for pair in policies.declared() if pair[0]._meta.db_table == table)
    others = [one.column for one in model._meta.concrete_fields if one.column not in {key, "id", "at"}]
    return (
        policy.columns[0] if policy.columns else next((c for c in others if c not in generated(table)), key)
    )


@lru_cache
def partitioned() -> frozenset[str]:
    """Tables that know no key but the one with the moment they are laid out by."""
    return frozenset(model._meta.db_table for model in partitions.declared())


@lru_cache
def generated(table: str) -> frozenset[str]:
    """Columns the database fills in by itself."""
    model = next(model for model, _ in policies.declared() if model._meta.db_table == table)
    numbered = {"seq"} if table == "kernel_event" else set()
    return frozenset(
        one.column
        for one in model._meta.concrete_fields
        if type(one).__name__ == "GeneratedField" or one.column in numbered
    )


def ask(act: Act, statement: Any, *arguments: Any) -> list[tuple[Any, ...]]:
    """The rows an act gets."""
    with acting(act), connection.cursor() as cursor:
        cursor.execute(statement, arguments or None)  # a key that holds a "%" is no placeholder
        return list(cursor.fetchall())


def test_nothing_is_hung_on_what_is_not_seen(world: World):
    """An act's own rows cannot be tied to a stranger's, and the refusal is the same for what is not there."""
    told = []
    for name, act in world.acts.items():
        truth = Truth(world, act)
        tried = [one for table in tables() for one in ties_of(world, truth, table)]
        answers = iter(batches.verdicts(act, [said(each) for _, *pair in tried for each in pair]))
        for where, *_ in tried:
            strangers, nowhere = next(answers), next(answers)
            if strangers != nowhere:
                told.append((name, *where, strangers, nowhere))
    assert not told, (len(told), told[:20])


def ties_of(world: World, truth: Truth, table: str) -> Iterator[tuple[tuple[str, str], Any, Any]]:
    """For each column that points at rows which are not public: an own row pointed at a stranger's, and at
    none. (Whom a row is about may be anybody: to know a person's id is to have been told it. What is tied to
    a stranger's row already is not tied anew.)"""
    key = world.keys[table]
    own = [row for row in world.of(table) if truth.knows(table) and truth.sees(table, row)][:3]
    model = next(model for model, _ in policies.declared() if model._meta.db_table == table)
    for one in model._meta.concrete_fields:
        parent = one.related_model._meta.db_table if one.is_relation else ""  # type: ignore[union-attr]
        strange = [
            row
            for row in world.of(parent)
            if truth.is_stranger(parent, row) and not (truth.knows(parent) and truth.sees(parent, row))
        ]
        if not strange or parent in PUBLIC or parent == "kernel_person":
            continue
        for row in own:
            tie = "WITH x AS (UPDATE {} SET {} = {} WHERE {} = {} RETURNING 1) SELECT 'tied' FROM x"
            names = (Identifier(table), Identifier(one.column))
            asked = (Identifier(key), Literal(row[key]))
            theirs = (each[world.keys[parent]] for each in strange)
            values = (next((each for each in theirs if each != row[one.column]), None), Maker(7).uuid())
            if values[0] is None:
                continue
            yield (table, one.column), *(SQL(tie).format(*names, Literal(value), *asked) for value in values)


@settings(max_examples=120)
@given(chosen=st.integers(0, 2**64))
def test_counts_and_extremes_are_those_of_what_is_to_be_seen(world: World, chosen: int):
    pick = random.Random(chosen)
    name = pick.choice(sorted(world.acts))
    truth = Truth(world, world.acts[name])
    table = pick.choice([one for one in tables() if world.of(one) and truth.knows(one)])
    key, rows = world.keys[table], world.of(table)
    seen = [row for row in rows if truth.sees(table, row)]
    column = pick.choice(sorted(one for one in rows[0] if one == key or one.endswith("_id")))
    value = pick.choice(rows)[column]
    count = SQL("SELECT count(*), count(DISTINCT {}) FROM {} WHERE {} IS NOT DISTINCT FROM {}").format(
        Identifier(column), Identifier(table), Identifier(column), Literal(value)
    )
    matching = [row for row in seen if row[column] == value]
    assert ask(world.acts[name], said(count)) == [(len(matching), int(bool(matching) and value is not None))]
    total = SQL('SELECT count(*), max({}::text COLLATE "C") FROM {}').format(
        Identifier(key), Identifier(table)
    )
    last = max((as_answer([row], key) for row in seen), default=None)
    assert ask(world.acts[name], said(total)) == [(len(seen), last)]


@settings(max_examples=120)
@given(chosen=st.integers(0, 2**64))
def test_joins_tell_no_more_than_their_parts(world: World, chosen: int):
    pick = random.Random(chosen)
    name = pick.choice(sorted(world.acts))
    truth = Truth(world, world.acts[name])
    shared = [t for t in tables() if world.of(t) and truth.knows(t) and "person_id" in world.of(t)[0]]
    one, other = pick.choice(shared), pick.choice(shared)
    join = SQL("SELECT count(*) FROM {} AS a JOIN {} AS b ON a.person_id = b.person_id").format(
        Identifier(one), Identifier(other)
    )
    left = Counter(row["person_id"] for row in world.of(one) if truth.sees(one, row))
    right = Counter(row["person_id"] for row in world.of(other) if truth.sees(other, row))
    expected = sum(number * right[person] for person, number in left.items() if person is not None)
    assert ask(world.acts[name], said(join)) == [(expected,)]


def test_every_row_of_every_table_through_the_orm(world: World):
    for name, act in world.acts.items():
        truth = Truth(world, act)
        with acting(act):
            for model, _ in policies.declared():
                table, key = model._meta.db_table, world.keys[model._meta.db_table]
                if truth.knows(table):
                    seen = set(model._base_manager.values_list(key, flat=True))
                    assert seen == {row[key] for row in world.of(table) if truth.sees(table, row)}, (
                        name,
                        table,
                    )


def test_the_world_has_something_in_every_table(world: World):
    assert [table for table in tables() if len(world.of(table)) < min(5, COUNT_OF.get(table, 5))] == []
    assert [
        table for table in tables() if not Truth(world, next(iter(world.acts.values()))).knows(table)
    ] == []


COUNT_OF = {"kernel_place": 1}
