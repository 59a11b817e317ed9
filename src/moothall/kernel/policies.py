"""The declared access policies, written into PostgreSQL after every migration."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, models

from moothall.kernel import capability, context, erasing, naming, partitions, scopes
from moothall.kernel.access import Policy, Rule

COMMANDS = (("read", "SELECT"), ("insert", "INSERT"), ("change", "UPDATE"), ("remove", "DELETE"))
SIGN_IN_APPS = {"signin", "account", "mfa", "socialaccount", "sessions", "auth", "contenttypes", "messages"}
"""Apps whose tables only the sign-in role may touch: no act can read a password or a session."""
QUEUE_APPS = {"procrastinate"}
"""Apps whose tables hold ids only and are the application's own machinery."""


def declared() -> list[tuple[type[models.Model], Policy]]:
    """Every model with its policy, in order of table name. Raises ``LookupError`` for one without."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in SIGN_IN_APPS | QUEUE_APPS or model._meta.proxy:
            continue
        declaration = getattr(model, "access_policy", None)
        if not isinstance(declaration, Policy):
            raise LookupError(f"{model._meta.label} declares no access policy.")
        found.append((model, declaration))
    return sorted(found, key=lambda pair: pair[0]._meta.db_table)


def after_migrate(*, sender: AppConfig, using: str, **_: Any) -> None:
    """Write functions, policies and privileges, if anything of them has changed since the last time, and make
    room for the coming months."""
    if using != "owner":
        return
    _write_what_changed(using)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT moothall.make_partitions(now())")


def _write_what_changed(using: str) -> None:
    statements = list(_statements())
    digest = hashlib.sha256("\0".join(statements).encode()).hexdigest()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('moothall.installed') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT digest FROM moothall.installed")
            if cursor.fetchone() == (digest,):
                return
    write_policies(statements, digest)


def write_policies(statements: Sequence[str], digest: str) -> None:
    """Write ``statements`` through the owner's connection in one transaction and remember their
    ``digest``."""
    inner, outer = context.pads(settings.MOOTHALL_CONTEXT_KEY)
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(7011, 1)")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(
            "INSERT INTO moothall.signing_key (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (singleton) DO UPDATE"
            " SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            (inner, outer),
        )
        cursor.execute(
            "INSERT INTO moothall.installed (digest) VALUES (%s)"
            " ON CONFLICT (singleton) DO UPDATE SET digest = excluded.digest",
            (digest,),
        )
        cursor.execute("COMMIT")


def _statements() -> Iterable[str]:
    yield f"-- signed with {hashlib.sha256(settings.MOOTHALL_CONTEXT_KEY).hexdigest()}\nSELECT 1"
    for file in _sql_files():
        yield file.read_text()
    yield _acquaintance()
    yield _locality()
    yield erasing.function()
    yield partitions.function()
    yield from _schema_privileges()
    for model, declaration in declared():
        yield from table_statements(model._meta.db_table, declaration, within=scopes_of(model))
        yield from _guard_statements(model)
    yield from _framework_statements()


def _sql_files() -> Iterable[Path]:
    """``sql/*.sql`` of every capability, lowest storey first: reviewed definer functions and triggers."""
    for config in apps.get_app_configs():
        if config.name.startswith("moothall."):
            yield from sorted(Path(config.path).glob("sql/*.sql"))


def _is_about_people(model: type[models.Model]) -> bool:
    person = apps.get_model("kernel", "Person")
    return model is person or any(
        field.column == "person_id" and field.related_model is person for field in model._meta.concrete_fields
    )


def scopes_of(model: type[models.Model]) -> Sequence[str] | None:
    """The scopes of which a program needs one for a table about people: those that open anything of its
    capability, or in the kernel of any that knows of people. ``None`` for a table that is about nobody."""
    if not _is_about_people(model):
        return None
    mine = naming.name_of(model.__module__)
    knowing = {naming.name_of(other.__module__) for other, _ in declared() if _is_about_people(other)}
    return sorted(
        {scope for name in (knowing if mine == "kernel" else {mine}) for scope in scopes.of_capability(name)}
    )


def table_statements(
    table: str, declaration: Policy, *, within: Sequence[str] | None = None
) -> Iterable[str]:
    """SQL that makes ``declaration`` the whole truth about ``table``, for programs ``within`` scopes."""
    app, owner_role = _role("default"), _role("owner")
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {table} FROM PUBLIC, {app}, {_role('signin')}"
    for name in ("floor", "owner_all", *(command for command, _ in COMMANDS)):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"CREATE POLICY owner_all ON {table} TO {owner_role} USING (true) WITH CHECK (true)"
    floor = "moothall.floor()" if within is None else f"moothall.floor_within('{{{','.join(within)}}}')"
    yield (
        f"CREATE POLICY floor ON {table} AS RESTRICTIVE TO {app}"
        f" USING ((SELECT {floor})) WITH CHECK ((SELECT {floor}))"
    )
    for name, command in COMMANDS:
        rules: tuple[Rule, ...] = getattr(declaration, name)
        if rules:
            condition = " OR ".join(f"({rule})" for rule in rules).replace("{t}", table)
            only = f" ({', '.join(declaration.columns)})" if name == "change" and declaration.columns else ""
            yield f"GRANT {command}{only} ON {table} TO {app}"
            yield f"CREATE POLICY {name} ON {table} FOR {command} TO {app} {_clauses(command, condition)}"


ACQUAINTANCE = """
-- Whether the act knows a person, or its organisation has something of theirs that hangs on no matter yet,
-- such as a hold. Only they themselves or who knows them already can have written it.
CREATE OR REPLACE FUNCTION moothall.has_to_do_with(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours uuid := moothall.organisation();
BEGIN
    RETURN moothall.knows(wanted) OR (ours IS NOT NULL AND ({things}));
END $$
"""


def _acquaintance() -> str:
    """The function that knows with whom an organisation has to do, from the tables of all capabilities."""
    things = [
        f"EXISTS (SELECT 1 FROM public.{model._meta.db_table} AS t"
        " WHERE t.person_id = wanted AND t.organisation_id = ours AND t.matter_id IS NULL)"
        for model, _ in declared()
        if model._meta.app_label != "kernel"
        and {"person_id", "organisation_id", "matter_id"} <= {f.column for f in model._meta.concrete_fields}
    ]
    return ACQUAINTANCE.format(things=" OR ".join(things))


LOCALITY = """
-- Whether none of the permissions reaches over the whole place.
CREATE OR REPLACE FUNCTION moothall.is_local(permissions varchar[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT NOT permissions && ARRAY[{codes}]::varchar[] $$
"""


def _locality() -> str:
    """The function that knows which permissions reach over the place, from the manifests."""
    wide = sorted(code for code, one in capability.permissions().items() if one.is_place_wide)
    return LOCALITY.format(codes=", ".join(f"'{code}'" for code in wide))


def _guard_statements(model: type[models.Model]) -> Iterable[str]:
    """Triggers that have rows of ``model`` hang only on matters that the act sees, and be about people whom
    it has to do with. A matter may name helpers from elsewhere."""
    columns = {field.column: field.related_model for field in model._meta.concrete_fields}
    if columns.get("matter_id") is apps.get_model("kernel", "Matter"):
        yield from _guard(model, "matter_id", "hangs_on_what_is_seen")
    person = apps.get_model("kernel", "Person")
    if columns.get("person_id") is person and model._meta.object_name != "Participant":
        yield from _guard(model, "person_id", "is_about_somebody_known")


def _guard(model: type[models.Model], column: str, function: str) -> Iterable[str]:
    table, name = model._meta.db_table, f"kernel_{function}"
    call = f"FOR EACH ROW WHEN ({{}}NEW.{column} IS NOT NULL) EXECUTE FUNCTION moothall.{function}()"
    yield f"CREATE OR REPLACE TRIGGER {name}_new BEFORE INSERT ON {table} {call.format('')}"
    moved = call.format(f"OLD.{column} IS DISTINCT FROM NEW.{column} AND ")
    yield f"CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OF {column} ON {table} {moved}"


def _clauses(command: str, condition: str) -> str:
    if command == "INSERT":
        return f"WITH CHECK ({condition})"
    if command == "UPDATE":
        return f"USING ({condition}) WITH CHECK ({condition})"
    return f"USING ({condition})"


def _schema_privileges() -> Iterable[str]:
    app, sign_in = _role("default"), _role("signin")
    yield f"REVOKE ALL ON SCHEMA public, moothall FROM PUBLIC, {app}, {sign_in}"
    yield f"GRANT USAGE ON SCHEMA public TO {app}, {sign_in}"
    yield f"GRANT USAGE ON SCHEMA moothall TO {app}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA moothall FROM PUBLIC, {app}, {sign_in}"
    yield "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA moothall FROM PUBLIC"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA moothall TO {app}"


def _sequence_statements() -> Iterable[str]:
    """Each role draws from the sequences of its own tables and reads none: what a sequence has come to says
    how many rows there are."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and isinstance(meta.pk, models.AutoField):
            role_name = _role("signin" if meta.app_label in SIGN_IN_APPS else "default")
            yield f"GRANT USAGE ON SEQUENCE {meta.db_table}_{meta.pk.column}_seq TO {role_name}"
    for table in ("jobs", "events", "periodic_defers", "workers"):
        yield f"GRANT USAGE ON SEQUENCE procrastinate_{table}_id_seq TO {_role('default')}"


def _framework_statements() -> Iterable[str]:
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {_role('default')}, {_role('signin')}"
    yield from _sequence_statements()
    for model in apps.get_models(include_auto_created=True):
        label, table = model._meta.app_label, model._meta.db_table
        if label in SIGN_IN_APPS and model._meta.managed:
            yield from _reserve(table, _role("signin"))
    yield from _reserve("signin_cache", _role("signin"))
    yield f"REVOKE ALL ON django_migrations FROM PUBLIC, {_role('signin')}"
    yield f"GRANT SELECT ON django_migrations TO {_role('default')}"
    for table in ("jobs", "events", "periodic_defers", "workers"):
        yield from _leave_open(f"procrastinate_{table}", _role("default"))


def _leave_open(table: str, role_name: str) -> Iterable[str]:
    """Make ``table`` a matter of one role, without row-level security: under it PostgreSQL leaves out which
    key a row collided with, and a Procrastinate worker that cannot tell ends."""
    yield f"REVOKE ALL ON {table} FROM PUBLIC, {_role('default')}, {_role('signin')}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role_name}"
    for name in ("owner_all", "reserved"):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


def _reserve(table: str, role_name: str) -> Iterable[str]:
    """Make ``table`` a matter between one role and the owner."""
    others = ", ".join({_role("default"), _role("signin")} - {role_name})
    yield f"REVOKE ALL ON {table} FROM PUBLIC, {others}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role_name}"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for name, holder in (("owner_all", _role("owner")), ("reserved", role_name)):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} TO {holder} USING (true) WITH CHECK (true)"


def _role(alias: str) -> str:
    return str(settings.DATABASES[alias]["USER"])
