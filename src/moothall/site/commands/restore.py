"""``moot restore FILE``: the place as it was when the backup was taken, but for people erased since."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from moothall.kernel import vault
from moothall.site import bootstrap, dumps, environment, people_keys, schema
from moothall.site.exits import Exit, Stop
from moothall.site.holding import hold_data_folder

FORGET = """INSERT INTO kernel_datakey (person_id, master_key, wrapped, erased_at)
SELECT id, '', NULL, coalesce(erased_at, now()) FROM kernel_person
WHERE id NOT IN (SELECT person_id FROM kernel_datakey)"""
KEEP = """INSERT INTO kernel_datakey (person_id, master_key, wrapped)
SELECT person_id, master_key, wrapped FROM escrow JOIN kernel_person ON id = person_id"""
ERASED = "SELECT person_id FROM kernel_datakey WHERE wrapped IS NULL"
ESCROW = "CREATE TEMPORARY TABLE escrow (person_id uuid, master_key text, wrapped bytea)"


def main(arguments: list[str]) -> int:
    """Bring the backup into a database of its own, then put that in the place of the present one."""
    options = _options(arguments)
    source = Path(options.file).expanduser().resolve()
    dumps.contents(source)
    with hold_data_folder():
        _refuse_to_lose(replace=options.replace, without_people=options.without_people)
        draft = f"{environment.server().name}_restoring"
        _fill(draft, source)
        schema.bring_up_to_date(_say, database=draft)
        _put_in_place(draft)
    _say("Restored. Start the place with ./moot up.")
    return Exit.DONE


def _refuse_to_lose(*, replace: bool, without_people: bool) -> None:
    if not replace and _holds_a_place():
        raise Stop("There is a place here already. To lose it and restore the backup instead, add --replace.")
    if not people_keys.path().exists() and not without_people:
        raise Stop(
            f"The keys of people's data are missing ({people_keys.path()}). Bring the secrets back first; "
            "or add --without-people: all is restored, but personal data stays unreadable."
        )


def _holds_a_place() -> bool:
    try:
        with psycopg.connect(schema.owner_dsn()) as owner:
            row = owner.execute("SELECT to_regclass('kernel_place') IS NOT NULL").fetchone()
            if not row or not row[0]:
                return False
            row = owner.execute("SELECT EXISTS (SELECT FROM kernel_place)").fetchone()
            return bool(row and row[0])
    except psycopg.OperationalError:
        return False


def _fill(draft: str, source: Path) -> None:
    """Bring the backup into the new database ``draft``: tables, rows, people's keys, then what checks."""
    with _administrator() as server:
        _drop(server, draft)
    bootstrap.prepare(schema.administrator_dsn(), database=draft)
    for section, words in (("pre-data", "Making the tables"), ("data", "Bringing in the rows")):
        _say(words)
        dumps.restore(source, draft, section)
    _bring_keys(draft)
    _say("Building indexes and checking that all fits")
    dumps.restore(source, draft, "post-data")


def _bring_keys(draft: str) -> None:
    """The keys kept beside the secrets, for people the backup knows; who has none there was erased since, as
    was whoever is erased in the database about to be replaced."""
    erased = _erased_here()
    with _administrator(draft) as inside, inside.transaction():
        inside.execute(ESCROW)
        with inside.cursor().copy("COPY escrow FROM STDIN") as copy:
            for row in vault.read_escrow(people_keys.path()) if people_keys.path().exists() else ():
                if row.person_id not in erased:
                    copy.write_row((row.person_id, row.master_key, bytes(row.wrapped or b"")))
        inside.execute(KEEP)
        inside.execute(FORGET)


def _erased_here() -> set[UUID]:
    try:
        with psycopg.connect(schema.owner_dsn()) as owner:
            return {person for (person,) in owner.execute(ERASED)}
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return set()


def _put_in_place(draft: str) -> None:
    """Swap the databases' names in one transaction: at every moment there is a whole place under the name."""
    name = environment.server().name
    replaced = f"{name}_replaced"
    with _administrator() as server:
        _drop(server, replaced)
        with server.transaction():
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
                _rename(server, name, replaced)
            _rename(server, draft, name)
        _drop(server, replaced)


def _drop(server: psycopg.Connection, database: str) -> None:
    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))


def _rename(server: psycopg.Connection, database: str, to: str) -> None:
    server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(database), Identifier(to)))


@contextmanager
def _administrator(database: str | None = None) -> Iterator[psycopg.Connection]:
    dsn = schema.administrator_dsn()
    with psycopg.connect(make_conninfo(dsn, dbname=database) if database else dsn, autocommit=True) as server:
        yield server


def _say(words: str) -> None:
    print(words, flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="moot restore",
        description="Bring back a backup. The place must be stopped. Whoever was erased since stays erased.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="lose the place that is here now")
    parser.add_argument("--without-people", action="store_true", help="restore without people's keys")
    return parser.parse_args(arguments)
