"""Checks of the database: reach, roles, extensions, migrations, a policy on every table, clock."""

import time
from collections.abc import Iterator

import psycopg

from moothall.site import bootstrap, drafts, environment, schema
from moothall.site.checks.finding import Finding, good, note, wrong

MIGRATE = "Run ./moot migrate (or ./moot up)."
ROLES = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)"
OWNED = "SELECT count(*) FROM pg_class WHERE relowner IN (SELECT oid FROM pg_roles WHERE rolname = ANY(%s))"
BARE = """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
AND EXISTS (SELECT FROM unnest(%s::text[]) AS role
            WHERE has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE'))
AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
AND c.relname <> 'django_migrations' AND c.relname NOT LIKE 'procrastinate\\_%%' ORDER BY 1"""
TRUNCATABLE = """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND EXISTS (SELECT FROM unnest(%s::text[]) AS role
WHERE has_table_privilege(role, c.oid, 'TRUNCATE') OR has_table_privilege(role, c.oid, 'REFERENCES'))"""


def reach() -> Iterator[Finding]:
    """The three roles get in, to a server new enough, whose clock agrees with ours."""
    where = environment.server()
    for role in environment.ROLES:
        try:
            psycopg.connect(schema.role_dsn(role), connect_timeout=10).close()
        except psycopg.OperationalError as error:
            words = str(error).strip().splitlines()[-1]
            yield wrong(f"The database role {role} does not get in: {words}", MIGRATE)
            return
    with _owner() as owner:
        found = owner.info.parameter_status("server_version")
        if owner.info.server_version < bootstrap.OLDEST_VERSION:
            yield wrong(f"PostgreSQL is {found}.", "Upgrade the server to PostgreSQL 18 or newer.")
        else:
            yield good(f"PostgreSQL {found}, database {where.name}")
        apart = abs(float(_first(owner, "SELECT extract(epoch FROM clock_timestamp())")) - time.time())
        if apart > 5:
            yield wrong(
                f"The clocks here and on the database server differ by {apart:.0f} s.", "Set both clocks."
            )


def roles() -> Iterator[Finding]:
    """The serving roles own nothing and cannot get round row-level security."""
    with _owner() as owner:
        strong = [name for name, *powers in owner.execute(ROLES, [list(environment.ROLES)]) if any(powers)]
        serving = [environment.APP, environment.SIGN_IN]
        owned = _first(owner, OWNED, serving)
        emptied = [name for (name,) in owner.execute(TRUNCATABLE, [serving])]
    if strong:
        yield wrong(
            f"Roles that can get round row-level security: {', '.join(strong)}.",
            "; ".join(f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS" for name in strong),
        )
    elif owned or emptied:
        yield wrong(
            f"The serving roles own {owned} tables and may empty or refer to {len(emptied)}.",
            "ALTER TABLE … OWNER TO moothall_owner; REVOKE TRUNCATE, REFERENCES ON … FROM the serving roles.",
        )
    else:
        yield good("Database roles own nothing and cannot get round row-level security")


def extensions() -> Iterator[Finding]:
    """Every extension is there."""
    with _owner() as owner:
        there = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}
    missing = sorted(set(bootstrap.EXTENSIONS) - there)
    if missing:
        yield wrong(f"Extensions are missing: {', '.join(missing)}.", MIGRATE)
    else:
        yield good(f"Extensions {', '.join(bootstrap.EXTENSIONS)}")


def migrations() -> Iterator[Finding]:
    """Every migration has been run, and policies were written by this very code."""
    if not schema.is_migrated():
        yield wrong("The database is not up to date: migrations have not been run.", MIGRATE)
    elif not schema.is_current():
        yield note("The code has changed since the database was brought up to date.", MIGRATE)
    else:
        yield good("Database is up to date with the code")


def drafts_left() -> Iterator[Finding]:
    """No half-restored copy of a place lies about."""
    name = environment.server().name
    wanted = [f"{name}_{suffix}" for suffix in drafts.SUFFIXES]
    with _owner() as owner:
        rows = owner.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s)", [wanted])
        left = [draft for (draft,) in rows]
    if left:
        yield wrong(
            f"The database {' and '.join(left)} was left behind by a command that was ended, with people's "
            "keys in it.",
            "If no restore is under way: " + "; ".join(f"DROP DATABASE {draft}" for draft in left),
        )


def policies() -> Iterator[Finding]:
    """Every table a serving role can reach has row-level security and a policy."""
    with _owner() as owner:
        bare = [name for (name,) in owner.execute(BARE, [[environment.APP, environment.SIGN_IN]])]
    if bare:
        yield wrong(f"Tables without an access policy: {', '.join(bare)}.", MIGRATE)
    else:
        yield good("Every table within reach has an access policy")


def _owner() -> psycopg.Connection:
    return psycopg.connect(schema.owner_dsn(), connect_timeout=10, autocommit=True)


def _first(connection: psycopg.Connection, question: str, *values: object) -> float:
    row = connection.execute(question.encode(), values).fetchone()
    return float(row[0]) if row else 0.0
