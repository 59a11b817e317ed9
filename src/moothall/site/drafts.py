"""A backup brought into a database of its own, from which it may take the place of the present one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from moothall.kernel import vault
from moothall.site import bootstrap, dumps, environment, people_keys, schema

SUFFIXES = ("restoring", "verifying", "replaced")
"""What the databases are called that only exist while something is under way, after the place's own."""

FORGET = """INSERT INTO kernel_datakey (holder, kind, master_key, wrapped, erased_at)
SELECT id, 'person', '', NULL, coalesce(erased_at, now()) FROM kernel_person
WHERE id NOT IN (SELECT holder FROM kernel_datakey)"""
KEEP = """INSERT INTO kernel_datakey (holder, kind, master_key, wrapped)
SELECT holder, kind, master_key, wrapped FROM escrow
WHERE holder IN (SELECT id FROM kernel_person UNION ALL SELECT id FROM kernel_organisation
                 UNION ALL SELECT id FROM kernel_matter)"""
ERASED = "SELECT holder FROM kernel_datakey WHERE wrapped IS NULL"
ESCROW = "CREATE TEMPORARY TABLE escrow (holder uuid, kind text, master_key text, wrapped bytea)"
DISMISS = """UPDATE procrastinate_jobs SET worker_id = NULL
WHERE worker_id NOT IN (SELECT id FROM procrastinate_workers)"""
"""Workers of the place that was backed up are no workers here: what they had under way is done by others."""
COME_AFTER = """DO $$ BEGIN IF to_regclass('moothall.stream') IS NOT NULL THEN
UPDATE moothall.stream SET base = (SELECT coalesce(max(xid), 0) + 1 FROM kernel_event); END IF; END $$"""
"""Transactions of this server come after all those of the one that was backed up, whatever their numbers."""


@contextmanager
def brought_in(source: Path, suffix: str, *, say: Callable[[str], None]) -> Iterator[str]:
    """The backup ``source`` in a database named after the installation's and ``suffix``; yields its name.

    It is gone afterwards, however the block ends, unless it has been put in the place of another.
    """
    draft = f"{environment.server().name}_{suffix}"
    try:
        _fill(draft, source, say)
        yield draft
    finally:
        with administrator() as server:
            _drop(server, draft)


def put_in_place(draft: str) -> None:
    """Swap the databases' names in one transaction: at every moment there is a whole place under the name."""
    name = environment.server().name
    replaced = f"{name}_replaced"
    with administrator() as server:
        _drop(server, replaced)
        with server.transaction():
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
                _rename(server, name, replaced)
            _rename(server, draft, name)
        _drop(server, replaced)


@contextmanager
def administrator(database: str | None = None) -> Iterator[psycopg.Connection]:
    """A connection to ``database`` of who may do everything; each statement is committed."""
    dsn = schema.administrator_dsn()
    with psycopg.connect(make_conninfo(dsn, dbname=database) if database else dsn, autocommit=True) as server:
        yield server


def _fill(draft: str, source: Path, say: Callable[[str], None]) -> None:
    """Bring the backup into the new database ``draft``: tables, rows, people's keys, then what checks."""
    with administrator() as server:
        _drop(server, draft)
    bootstrap.prepare(schema.administrator_dsn(), database=draft)
    for section, words in (("pre-data", "Making the tables"), ("data", "Bringing in the rows")):
        say(words)
        dumps.restore(source, draft, section)
    _bring_keys(draft)
    say("Building indexes and checking that all fits")
    dumps.restore(source, draft, "post-data")


def _bring_keys(draft: str) -> None:
    """The keys kept beside the secrets, for whom the backup knows; who has none there was erased since, as
    was whoever is erased in the database about to be replaced."""
    erased = _erased_here()
    with administrator(draft) as inside, inside.transaction():
        inside.execute(ESCROW)
        with inside.cursor().copy("COPY escrow FROM STDIN") as copy:
            for row in vault.read_escrow(people_keys.path()) if people_keys.path().exists() else ():
                if row.holder not in erased:
                    copy.write_row((row.holder, row.kind, row.master_key, bytes(row.wrapped or b"")))
        inside.execute(KEEP)
        inside.execute(FORGET)
        inside.execute(DISMISS)
        inside.execute(COME_AFTER)


def _erased_here() -> set[UUID]:
    try:
        with psycopg.connect(schema.owner_dsn()) as owner:
            return {holder for (holder,) in owner.execute(ERASED)}
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return set()


def _drop(server: psycopg.Connection, database: str) -> None:
    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))


def _rename(server: psycopg.Connection, database: str, to: str) -> None:
    server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(database), Identifier(to)))
