"""Known traps of row-level security and of PostgreSQL's odd corners, one by one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.tests.support import Small, small_place
from tests.support.database import PlaceDatabase

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

BY_OWNER = "n.nspname IN ('public', 'moothall')"
RELATIONS = "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
SERVING = ("moothall_app", "moothall_signin")


@pytest.fixture
def place() -> Small:
    return small_place()


@pytest.fixture
def catalogue(place_database: PlaceDatabase) -> Iterator[Any]:
    """A superuser's look at the catalogue."""
    with place_database.superuser(place_database.name) as server:
        yield lambda question: [row[0] for row in server.execute(question)]


def ask(act: Act, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with acting(act), connection.cursor() as cursor:
        cursor.execute(statement, arguments or None)
        return list(cursor.fetchall()) if cursor.description else []


def refusal(act: Act, statement: str, *arguments: Any) -> str | None:
    try:
        with transaction.atomic():
            ask(act, statement, *arguments)
    except DatabaseError as refused:
        return str(refused.__cause__.sqlstate)  # type: ignore[union-attr]
    return None


def test_every_table_has_row_security_forced_on_its_owner_too(catalogue):
    """But the queue, which holds ids only, and the names of migrations."""
    bare = catalogue(
        f"{RELATIONS} WHERE {BY_OWNER} AND c.relkind IN ('r', 'p') AND n.nspname = 'public'"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
    )
    assert [name for name in bare if not name.startswith("procrastinate_")] == ["django_migrations"]


def test_views_look_with_the_eyes_of_whoever_asks(catalogue):
    assert not catalogue(
        f"{RELATIONS} WHERE {BY_OWNER}"
        " AND c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}') @> '{security_invoker=true}'"
        " AND EXISTS (SELECT FROM unnest(ARRAY['moothall_app', 'moothall_signin']) AS r"
        "             WHERE has_table_privilege(r, c.oid, 'SELECT'))"
    )


def test_there_is_no_materialised_view_to_remember_rows(catalogue):
    assert not catalogue(f"{RELATIONS} WHERE {BY_OWNER} AND c.relkind = 'm'")


@pytest.mark.parametrize("role", SERVING)
def test_no_right_is_granted_that_policies_do_not_cover(catalogue, role: str):
    assert not catalogue(
        f"{RELATIONS} WHERE {BY_OWNER}"
        f" AND c.relkind IN ('r', 'p') AND (has_table_privilege('{role}', c.oid, 'TRUNCATE')"
        f" OR has_table_privilege('{role}', c.oid, 'REFERENCES')"
        f" OR has_table_privilege('{role}', c.oid, 'TRIGGER')"
        f" OR has_table_privilege('{role}', c.oid, 'MAINTAIN'))"
    )


@pytest.mark.parametrize("role", SERVING)
def test_the_serving_roles_own_nothing_make_nothing_and_are_nobody_else(catalogue, role: str):
    assert not catalogue(f"SELECT relname FROM pg_class WHERE relowner = '{role}'::regrole")
    assert not catalogue(f"SELECT 1 FROM pg_auth_members WHERE member = '{role}'::regrole")
    assert catalogue(
        f"SELECT has_database_privilege('{role}', current_database(), 'CREATE')"
        f" OR has_database_privilege('{role}', current_database(), 'TEMPORARY')"
        f" OR has_schema_privilege('{role}', 'public', 'CREATE')"
        f" OR has_schema_privilege('{role}', 'moothall', 'CREATE')"
    ) == [False]


def test_functions_that_run_as_their_owner_look_nowhere_but_where_they_should(catalogue):
    assert not catalogue(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        f" WHERE {BY_OWNER} AND p.prosecdef"
        " AND (p.proconfig IS NULL OR NOT EXISTS (SELECT FROM unnest(p.proconfig) AS s"
        " WHERE s LIKE 'search_path=pg_catalog%' AND s LIKE '%pg_temp'))"
    )
    assert not catalogue(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'moothall' AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f',"
        " p.proowner))) AS a WHERE a.grantee = 0)"
    )


def test_a_setting_that_was_reset_is_an_empty_text_and_no_act(place: Small):
    with acting(place.as_officer()):
        Matter.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('moothall.act', true)")
        assert cursor.fetchone() == ("",)
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_matter")
    assert refused.value.__cause__.sqlstate == "MH001"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE TEMPORARY TABLE kernel_matter (id int)", "42501"),
        ("CREATE FUNCTION pg_temp.floor() RETURNS boolean LANGUAGE sql AS 'SELECT true'", "42501"),
        ("CREATE VIEW public.mine AS SELECT * FROM kernel_matter", "42501"),
        ("SELECT last_value FROM kernel_event_seq_seq", "42501"),
        ("SELECT nextval('signin_account_id_seq')", "42501"),
        ("SELECT lo_export(1, '/tmp/x')", "42501"),
        ("SELECT lo_create(0)", "42501"),
        ("SELECT lo_from_bytea(0, 'x')", "42501"),
        ("SELECT * FROM pg_stat_statements(true)", "42501"),
        ("COPY kernel_matter FROM '/etc/passwd'", "42501"),
        ("SELECT moothall.make_partitions('2030-01-01')", "42501"),
        ("SELECT moothall.prune('kernel_auditentry', now())", "42501"),
        ("SELECT moothall.forget_keys(now())", "42501"),
        ("ALTER TABLE kernel_matter NO FORCE ROW LEVEL SECURITY", "42501"),
        ("SELECT * FROM pg_statistic", "42501"),
        ("SELECT * FROM pg_authid", "42501"),
        ("SELECT lo_import('/etc/passwd')", "42501"),
        ("SELECT pg_ls_dir('.')", "42501"),
        ("COPY kernel_matter TO '/tmp/x'", "42501"),
        ("COPY (SELECT 1) TO PROGRAM 'cat'", "42501"),
        ("CREATE SCHEMA mine", "42501"),
        ("CREATE TYPE public.mine AS (id int)", "42501"),
        ("CREATE OPERATOR public.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = uuid_eq)", "42501"),
        ("CREATE POLICY mine ON kernel_matter USING (true)", "42501"),
        ("CREATE RULE mine AS ON SELECT TO kernel_matter DO INSTEAD SELECT 1", "42501"),
        (
            "CREATE TRIGGER mine AFTER INSERT ON kernel_matter EXECUTE FUNCTION moothall.stays_ended()",
            "42501",
        ),
        ("CREATE STATISTICS mine ON kind, person_id FROM kernel_matter", "42501"),
        ("ANALYZE kernel_matter; SELECT 1 FROM pg_statistic_ext_data", "42501"),
        ("EXPLAIN ANALYZE DELETE FROM kernel_event", "42501"),
        ("SELECT * FROM pg_stat_statements", "42501"),
        ("SET SESSION AUTHORIZATION DEFAULT; SET ROLE moothall_signin", "42501"),
        ("SELECT * FROM kernel_event_other", "42501"),
    ],
)
def test_what_an_act_may_not_do(place: Small, statement: str, code: str):
    assert refusal(place.as_adviser(), statement) == code


def test_a_search_path_of_ones_own_changes_nothing(place: Small):
    statement = (
        "SELECT set_config('search_path', 'pg_temp, moothall, public', true), count(*) FROM kernel_matter"
    )
    assert ask(place.as_adviser(), statement)[0][1] == 0


@pytest.mark.parametrize(
    "setting", ["debug_parallel_query=on", "enable_seqscan=off", "plan_cache_mode=force_generic_plan"]
)
def test_however_it_is_planned_the_answer_is_the_same(place: Small, setting: str):
    name, value = setting.split("=")
    question = (
        "SELECT (SELECT count(*) FROM kernel_matter), (SELECT count(*) FROM kernel_person),"
        " (SELECT count(*) FROM kernel_event), (SELECT count(*) FROM cases_note)"
    )
    for act in (place.as_resident(), place.as_officer(), place.as_adviser(), acts.system()):
        usual = ask(act, question)
        with acting(act), connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            cursor.execute("SELECT set_config('min_parallel_table_scan_size', '0', true)")
            cursor.execute("SELECT set_config('parallel_setup_cost', '0', true)")
            cursor.execute(question)
            assert list(cursor.fetchall()) == usual, name


def test_a_prepared_statement_asks_as_whoever_runs_it(place: Small):
    ask(place.as_officer(), "PREPARE stolen AS SELECT count(*) FROM kernel_matter")
    assert ask(place.as_officer(), "EXECUTE stolen") == [(1,)]
    assert ask(place.as_adviser(), "EXECUTE stolen") == [(0,)]
    assert refusal(acts.public(), "EXECUTE stolen") is None
    ask(acts.public(), "DEALLOCATE stolen")


def test_estimates_do_not_tell_whether_a_row_is_there(place: Small):
    def estimate(identity: Any) -> float:
        ((plan,),) = ask(
            place.as_adviser(), "EXPLAIN (FORMAT json) SELECT * FROM kernel_matter WHERE id = %s", identity
        )
        found = plan if isinstance(plan, list) else json.loads(plan)
        return float(found[0]["Plan"]["Plan Rows"])

    assert estimate(place.matter) == estimate(place.resident)


@pytest.mark.parametrize("right", ["CONNECT", "TEMPORARY"])
def test_the_servers_other_databases_are_closed(place: Small, right: str):
    statement = (
        "SELECT bool_or(has_database_privilege(datname, %s)) FROM pg_database WHERE datname = ANY (%s)"
    )
    assert ask(place.as_adviser(), statement, right, ["postgres", "template1"]) == [(False,)]


def test_statistics_show_no_values(place: Small):
    names = "('kernel_matter', 'kernel_person', 'kernel_event', 'kernel_auditentry')"
    assert ask(place.as_adviser(), f"SELECT count(*) FROM pg_stats WHERE tablename IN {names}") == [(0,)]


def test_errors_tell_nothing_of_what_is_hidden(place: Small):
    """A cast that fails on a hidden row would show its value: the policy must be asked first."""
    statement = "SELECT * FROM kernel_matter WHERE id = %s AND (kind || reference)::integer = 1"
    assert ask(place.as_adviser(), statement, place.matter) == []
    assert refusal(place.as_officer(), statement, place.matter) == "22P02"


def test_an_unique_name_that_is_hidden_is_refused_like_any_other(place: Small):
    with acting(place.as_officer()):
        reference = Matter.objects.get(pk=place.matter).reference
    statement = (
        "INSERT INTO kernel_matter (id, reference, kind, organisation_id, opened_at)"
        " VALUES (gen_random_uuid(), %s, 'x', %s, now()) ON CONFLICT DO NOTHING"
    )
    for tried in (reference, "ZZ-ZZZZ-ZZ"):
        assert refusal(place.as_adviser(), statement, tried, place.council) == "42501"


@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "missing"])
def test_merging_finds_no_more_than_asking(place: Small, hidden: bool):
    """And what is hidden is no more refused than what is not there."""
    wanted = place.matter if hidden else place.resident
    merge = (
        "MERGE INTO kernel_matter AS m USING (SELECT %s::uuid AS id) AS s ON m.id = s.id"
        " WHEN MATCHED THEN UPDATE SET visibility = 'people' WHEN NOT MATCHED THEN DO NOTHING"
    )
    assert refusal(place.as_adviser(), merge, wanted) is None
    insert = (
        "MERGE INTO kernel_matter AS m USING (SELECT %s::uuid AS id) AS s ON m.id = s.id"
        " WHEN NOT MATCHED THEN INSERT (id, reference, kind, organisation_id, opened_at)"
        " VALUES (s.id, 'x', 'x', %s, now())"
    )
    assert refusal(place.as_adviser(), insert, wanted, place.council) == "42501"
    with acting(place.as_officer()):
        assert Matter.objects.get(pk=place.matter).visibility == "organisation"


def test_the_copy_command_copies_what_may_be_seen(place: Small):
    everything = "COPY (SELECT * FROM kernel_matter) TO STDOUT"
    with acting(place.as_adviser()), connection.cursor() as cursor, cursor.copy(everything) as copied:
        assert b"".join(bytes(part) for part in copied) == b""


def test_an_application_whose_role_sees_everything_refuses_to_serve(place: Small, monkeypatch):
    monkeypatch.setattr(context, "HARMLESS", "SELECT false")
    monkeypatch.setattr(context, "_CHECKED", type(context._CHECKED)())
    with pytest.raises(RuntimeError, match="get round"), acting(place.as_officer()):
        pass
    assert context.current() is None
