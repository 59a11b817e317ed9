"""What must be in a PostgreSQL server before Moothall's migrations can run: roles, database, extensions.

Runs as the server's superuser (embedded) or as the user of ``DATABASE_URL``; again and again without harm.
"""

import os

import psycopg
from psycopg import Connection, errors
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from moothall.site import environment
from moothall.site.environment import APP, OWNER, ROLES, SIGN_IN

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "vector")
WELCOME_EXTENSIONS = ("pg_stat_statements",)
OLDEST_VERSION = 180000
LIMITS = {
    OWNER: {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "10min"},
    APP: {
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "30s",
        "transaction_timeout": "2min",
    },
    SIGN_IN: {
        "statement_timeout": "10s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "30s",
    },
}
PRIVATE = {"track_activities": "off", "log_min_messages": "log", "log_min_error_statement": "panic"}
"""Only a superuser may set these: what the serving roles ask is neither shown nor logged."""


class Unready(RuntimeError):
    """The server cannot carry Moothall as it is. Carries words: what is missing and how to mend it."""


def prepare(dsn: str, *, database: str | None = None) -> None:
    """Bring roles, database, extensions and rights to what Moothall needs.

    Args:
        dsn: a connection string of a user who may create roles and databases (a superuser for everything),
            to any database of the server; for a server where all is there already, any user will do.
        database: its name; by default that of ``environment.server()``.

    Raises ``Unready``.
    """
    name = database or environment.server().name
    try:
        with psycopg.connect(dsn, autocommit=True) as server:
            _check_version(server)
            for role in ROLES:
                _ensure_role(server, role)
            _ensure_database(server, name)
        with psycopg.connect(make_conninfo(dsn, dbname=name), autocommit=True) as inside:
            _ensure_extensions(inside)
            _ensure_rights(inside, name)
            _close_what_postgres_leaves_open(inside)
    except errors.InsufficientPrivilege as error:
        raise Unready(_what_is_missing(error)) from error
    except psycopg.OperationalError as error:
        raise Unready(f"The database server cannot be reached: {str(error).strip()}") from error


def administrator_dsn() -> str:
    """The connection string of the user of ``DATABASE_URL``, who prepares an external server."""
    where, (user, password) = environment.server(), environment.administrator()
    return make_conninfo(
        host=where.host,
        port=where.port,
        user=user,
        password=password,
        dbname=os.environ.get("MOOTHALL_MAINTENANCE_DB", "postgres"),
        **where.options,
    )


def _check_version(server: Connection) -> None:
    if server.info.server_version < OLDEST_VERSION:
        found = server.info.parameter_status("server_version")
        raise Unready(f"Moothall needs PostgreSQL 18 or newer; this server is {found}.")


def _ensure_role(server: Connection, role: str) -> None:
    """The role exists, may log in with its password and may do nothing special."""
    password = environment.role_password(role)
    if not _one(server, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        _run(server, "CREATE ROLE {} LOGIN", role)
    if _is_ready(server, role, password):
        return
    if _one(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        _run(server, "ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOREPLICATION", role)
        _set(server, role, PRIVATE)
    server.execute(
        SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            Identifier(role), Literal(password)
        )
    )
    _set(server, role, LIMITS[role] | {"search_path": "public", "timezone": "UTC"})


def _is_ready(server: Connection, role: str, password: str) -> bool:
    """Whether ``role`` is as it should be already, so that a user without rights over it can pass."""
    harmless = _one(
        server,
        "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolcanlogin AND NOT (rolsuper OR rolbypassrls OR"
        " rolcreaterole OR rolcreatedb OR rolreplication) AND coalesce(rolconfig, '{}') @> %s",
        role,
        [f"{name}={value}" for name, value in LIMITS[role].items()],
    )
    return bool(harmless) and _lets_in(server, role, password)


def _lets_in(server: Connection, role: str, password: str) -> bool:
    try:
        psycopg.connect(server.info.dsn, user=role, password=password, dbname="template1").close()
    except psycopg.OperationalError as error:
        return "CONNECT privilege" in str(error)
    return True


def _set(server: Connection, role: str, values: dict[str, str]) -> None:
    for name, value in values.items():
        server.execute(
            SQL("ALTER ROLE {} SET {} = {}").format(Identifier(role), Identifier(name), Literal(value))
        )


def _ensure_database(server: Connection, name: str) -> None:
    if _one(server, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return
    if not _one(server, "SELECT pg_has_role(%s, 'SET')", OWNER):
        _run(server, "GRANT {} TO CURRENT_USER", OWNER)
    server.execute(
        SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
            Identifier(name), Identifier(OWNER)
        )
    )


def _ensure_extensions(inside: Connection) -> None:
    for extension in EXTENSIONS:
        if not _one(inside, "SELECT 1 FROM pg_extension WHERE extname = %s", extension):
            try:
                _run(inside, "CREATE EXTENSION IF NOT EXISTS {}", extension)
            except (errors.UndefinedFile, errors.FeatureNotSupported) as error:
                raise Unready(
                    f"The server lacks the extension {extension}. Install the package that brings it "
                    "(postgresql-contrib; pgvector for vector) on the database server."
                ) from error
    for extension in WELCOME_EXTENSIONS:
        if _one(inside, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper"):
            _run(inside, "CREATE EXTENSION IF NOT EXISTS {}", extension)
            _run(inside, "REVOKE ALL ON {}, {} FROM PUBLIC", extension, f"{extension}_info")


def _ensure_rights(inside: Connection, name: str) -> None:
    """Only the three roles may connect; only the owner may make tables."""
    if not _one(inside, "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = %s", name):
        return
    _run(inside, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
    _run(inside, "ALTER SCHEMA public OWNER TO {}", OWNER)
    _run(inside, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in ROLES:
        _run(inside, "GRANT CONNECT ON DATABASE {} TO {}", name, role)
        _run(inside, "GRANT USAGE ON SCHEMA public TO {}", role)


STORES = (
    "SELECT p.oid::regprocedure::text FROM pg_proc AS p LEFT JOIN pg_depend AS d"
    " ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'"
    " LEFT JOIN pg_extension AS e ON e.oid = d.refobjid"
    " WHERE (p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^(lo_|loread|lowrite)')"
    " OR e.extname = 'pg_stat_statements'"
)
"""Functions that store things outside of every policy, or tell what others asked."""


def _close_what_postgres_leaves_open(inside: Connection) -> None:
    """Take from everybody what only a superuser can take: large objects, statistics of statements and, on a
    server of our own, its other databases."""
    if not _one(inside, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper"):
        return
    for (function,) in inside.execute(STORES.encode()).fetchall():
        inside.execute(SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(SQL(function)))
    if environment.server().is_embedded:
        for database in ("postgres", "template1"):
            _run(inside, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)


def _run(connection: Connection, statement: str, *names: str) -> None:
    connection.execute(SQL(statement).format(*map(Identifier, names)))


def _one(connection: Connection, question: str, *values: object) -> object:
    row = connection.execute(question.encode(), values).fetchone()
    return row[0] if row else None


def _what_is_missing(error: psycopg.Error) -> str:
    return (
        f"The user of DATABASE_URL is not allowed to prepare the server ({str(error).splitlines()[0]}). "
        "Either give that user the right to create roles and databases, or let a superuser prepare the "
        "server once: docs/do/install.md, “Your own PostgreSQL server”, has the statements."
    )
