"""A real database for every test process, cloned in a moment from one that is migrated once.

The template is named after everything that shapes it; as long as that stays the same, a run only clones.
The application's role may neither create databases nor empty tables, so all of this is the superuser's work.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg.sql import SQL, Identifier, Literal

from moothall.site import bootstrap, environment, postgres
from tests.support import place
from tests.support.patience import PATIENCE

ALIASES = ("default", "signin", "owner")
SHAPING_FOLDERS = {"migrations", "models", "sql"}
SHAPING_FILES = {"models.py", "access.py", "policies.py", "apps.py", "bootstrap.py", "settings.py", "run.txt"}
TEMPLATES_KEPT = 3


@dataclass(frozen=True, slots=True)
class PlaceDatabase:
    """The database of this test process, and the template it is cloned from."""

    cluster: postgres.Cluster
    name: str
    template: str

    def clone(self) -> None:
        """Make it (anew) from the template, whatever happened to it."""
        connections.close_all()
        with self.superuser() as server:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name)))
            server.execute(
                SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy OWNER {}").format(
                    Identifier(self.name), Identifier(self.template), Identifier(environment.OWNER)
                )
            )
            _lock_down(server, self.name)
            _be_patient(server, self.name)

    def drop(self) -> None:
        """Take it away at the end of the run."""
        connections.close_all()
        with self.superuser() as server:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name)))

    @contextmanager
    def superuser(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """A superuser's connection that commits each statement."""
        with psycopg.connect(self.cluster.dsn(database), autocommit=True) as connection:
            yield connection


@contextmanager
def fresh_database() -> Iterator[PlaceDatabase]:
    """A migrated database that all Django aliases point at, on a server that runs meanwhile."""
    cluster = postgres.Cluster(folder=place.folder(), forgetful=True)
    with postgres.running(cluster):
        database = PlaceDatabase(cluster, f"test_{os.getpid()}", f"template_{_shape()}")
        with _one_at_a_time(cluster.folder / "template.lock"):
            _drop_remains(database)
            _ensure_template(database)
        database.clone()
        _point_django_at(database.name)
        try:
            yield database
        finally:
            database.drop()


def _ensure_template(database: PlaceDatabase) -> None:
    with database.superuser() as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database.template]).fetchone()
    if known:
        return
    draft = f"draft_{os.getpid()}"
    bootstrap.prepare(database.cluster.dsn(), database=draft)
    _point_django_at(draft)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()
    with database.superuser() as server:
        server.execute(
            SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(draft), Identifier(database.template))
        )


def _drop_remains(database: PlaceDatabase) -> None:
    """Take away databases of ended test processes and all but the newest templates."""
    with database.superuser() as server:
        names = [name for (name,) in server.execute("SELECT datname FROM pg_database ORDER BY oid DESC")]
        templates = [name for name in names if name.startswith("template_") and name != database.template]
        ended = [name for name in names if name.startswith(("test_", "draft_")) and not _lives(name)]
        for name in [*templates[TEMPLATES_KEPT:], *ended]:
            with suppress(psycopg.errors.ObjectInUse):
                server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))


def _lives(name: str) -> bool:
    return Path("/proc", name.rpartition("_")[2]).exists()


def _lock_down(server: psycopg.Connection, name: str) -> None:
    server.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(name)))
    for role in environment.ROLES:
        server.execute(SQL("GRANT CONNECT ON DATABASE {} TO {}").format(Identifier(name), Identifier(role)))


def _be_patient(server: psycopg.Connection, name: str) -> None:
    """Statements and locks may take as long as the slowest machine needs; a test of a limit sets its own."""
    for role, limits in bootstrap.LIMITS.items():
        for limit in limits:
            server.execute(
                SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
                    Identifier(role), Identifier(name), Identifier(limit), Literal(f"{PATIENCE:.0f}s")
                )
            )


def _point_django_at(name: str) -> None:
    connections.close_all()
    for alias in ALIASES:
        connections[alias].settings_dict["NAME"] = name


def _shape() -> str:
    """A digest of every file that shapes a migrated database."""
    digest = hashlib.sha256()
    for path in sorted(
        [*(environment.ROOT / "src").rglob("*"), environment.ROOT / "requirements" / "run.txt"]
    ):
        if path.is_file() and path.suffix in {".py", ".sql", ".txt"} and _shapes(path):
            digest.update(str(path.relative_to(environment.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _shapes(path: Path) -> bool:
    return path.suffix == ".sql" or path.name in SHAPING_FILES or bool(SHAPING_FOLDERS & set(path.parts))


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
