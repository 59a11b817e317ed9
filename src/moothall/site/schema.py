"""Bringing the database up to date: once at a time, only when needed, again after any interruption."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import DatabaseError, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from moothall.site import bootstrap, environment, fingerprint, postgres
from moothall.site.exits import Stop
from moothall.site.postgres.cluster import Say, silent

LOCK = (7011, 0)
MARK = "moothall "


class WholeExecutor(MigrationExecutor):
    """Notes each migration in the very transaction that applies it.

    Django notes one that leaves statements to the end of its transaction only after the commit: whoever was
    killed in between could never migrate again, since its tables were there and nobody knew.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Apply ``migration`` and note it, both or neither; one without a transaction as Django does."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            self.record_migration(migration)  # type: ignore[arg-type, call-arg]  # as Django has it
        return state


migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]  # the command offers no other way


def administrator_dsn() -> str:
    """A connection string of who may prepare the server: its superuser, or ``DATABASE_URL``'s user."""
    return postgres.superuser_dsn() if environment.server().is_embedded else bootstrap.administrator_dsn()


def role_dsn(role: str, database: str | None = None) -> str:
    """The connection string of one of the three roles."""
    where = environment.server()
    return make_conninfo(
        host=where.host,
        port=where.port,
        dbname=database or where.name,
        user=role,
        password=environment.role_password(role),
        **where.options,
    )


def owner_dsn(database: str | None = None) -> str:
    """The connection string of the role that owns the tables."""
    return role_dsn(environment.OWNER, database)


def is_current() -> bool:
    """Whether the database was brought up to date with exactly this code."""
    try:
        with psycopg.connect(owner_dsn(), connect_timeout=10) as owner:
            row = owner.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and row[0] == MARK + fingerprint.of_code()


def bring_up_to_date(say: Say = silent, *, database: str | None = None) -> None:
    """Prepare the server, run the migrations, write the access policies, and remember that it is done.

    Needs Django to be set up. Two at once wait for each other; every migration is a transaction of its own,
    so one cut short by a kill is simply run again.

    Args:
        say: told about progress in plain words.
        database: another database than the installation's (a backup being restored).
    """
    name = database or environment.server().name
    say("Preparing the database")
    bootstrap.prepare(administrator_dsn(), database=name)
    with _alone(name, say), _owner_in(name):
        say("Bringing the database up to date")
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        _remember(name)


@contextmanager
def _owner_in(name: str) -> Iterator[None]:
    """Django's owner connection leads to the database ``name`` inside the block."""
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = name
    try:
        yield
    finally:
        owner.close()
        owner.settings_dict["NAME"] = before


@contextmanager
def _alone(name: str, say: Say) -> Iterator[None]:
    """Hold the one lock for migrations; the server drops it if this process ends in any way."""
    with psycopg.connect(owner_dsn(name), autocommit=True) as owner:
        announced = False
        while not _is_granted(owner):
            if not announced:
                say("Waiting for another command that is changing the database")
                announced = True
            time.sleep(0.2)
        yield


def _is_granted(owner: psycopg.Connection) -> bool:
    row = owner.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK).fetchone()
    return bool(row and row[0])


def _remember(name: str) -> None:
    with psycopg.connect(owner_dsn(name), autocommit=True) as owner:
        mark = Literal(MARK + fingerprint.of_code())
        owner.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), mark))


def is_migrated() -> bool:
    """Whether every migration there is has been run. Needs Django to be set up."""
    owner = connections["owner"]
    try:
        executor = MigrationExecutor(owner)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False
    finally:
        owner.close()


def must_be_migrated() -> None:
    """Raise ``Stop`` with what to do, if a migration has not been run."""
    if not is_migrated():
        raise Stop("The database is not set up, or not up to date. Run: ./moot migrate (or ./moot up).")
