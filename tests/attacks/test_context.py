"""The signed context: it cannot be forged, borrowed, kept or done without."""

import pytest
from django.db import connection, transaction

from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.context import acting
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def tell(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('moothall.act', %s, true)", [text])


def count_matters() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_matter")
        return int(cursor.fetchone()[0])


class refused_with:  # noqa: N801 (reads as a sentence)
    """A context manager: the database refuses with this SQLSTATE."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def __exit__(self, kind, failure, trace) -> bool:
        self.savepoint.__exit__(kind, failure, trace)
        assert failure is not None, "the database did not refuse"
        assert failure.__cause__.sqlstate == self.code, failure
        return True


def test_without_an_act_the_database_raises(place: Small):
    with refused_with("MH001"):
        count_matters()


@pytest.mark.parametrize("part", range(8))
def test_a_changed_part_is_not_genuine(place: Small, part: int):
    signed = context.sign(place.as_officer(), backend=context._backend())
    parts = signed.split("|")
    parts[part] = {0: "9999999999", 1: "0", 3: "system", 5: str(place.charity)}.get(
        part, "x" + parts[part][1:]
    )
    with refused_with("MH002"):
        tell("|".join(parts))
        count_matters()


def test_a_signature_made_with_another_key_is_not_genuine(place: Small, settings):
    settings.MOOTHALL_CONTEXT_KEY = b"a guess"
    with refused_with("MH002"):
        tell(context.sign(acts.system(), backend=context._backend()))
        count_matters()


def test_an_old_context_has_expired(place: Small, settings):
    settings.MOOTHALL_CONTEXT_SECONDS = -3600
    with refused_with("MH003"):
        tell(context.sign(place.as_officer(), backend=context._backend()))
        count_matters()


def test_the_context_of_another_connection_is_of_no_use(place: Small):
    with refused_with("MH002"):
        tell(context.sign(place.as_officer(), backend=1))
        count_matters()


def test_nobody_acts_for_another_without_a_mandate(place: Small):
    with refused_with("MH004"), acting(place.as_neighbour().on_behalf_of(place.resident)):
        count_matters()


def test_one_act_does_not_slip_into_another(place: Small):
    refused = pytest.raises(RuntimeError, match="Another act")
    with acting(place.as_resident()), refused, acting(place.as_neighbour()):
        pass


def test_after_an_act_nothing_of_it_is_left(place: Small):
    with acting(place.as_officer()):
        assert count_matters() == 1
    with refused_with("MH001"):
        count_matters()


def test_after_an_exception_nothing_of_it_is_left(place: Small):
    with pytest.raises(ZeroDivisionError), acting(place.as_officer()):
        1 / 0  # noqa: B018
    assert context.current() is None
    with refused_with("MH001"):
        count_matters()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM moothall.signing_key",
        "SELECT * FROM moothall.installed",
        "SET ROLE moothall_owner",
        "SET SESSION AUTHORIZATION moothall_owner",
        "TRUNCATE kernel_matter",
        "ALTER TABLE kernel_matter DISABLE ROW LEVEL SECURITY",
        "DROP POLICY floor ON kernel_matter",
        "CREATE TABLE public.mine (id int)",
        "CREATE TABLE moothall.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION moothall.floor() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SELECT * FROM signin_account",
        "SELECT * FROM django_session",
        "SELECT * FROM mfa_authenticator",
        "DELETE FROM kernel_event",
        "UPDATE kernel_event SET name = 'x'",
        "UPDATE kernel_auditentry SET operation = 'x'",
        "DELETE FROM kernel_auditentry",
        "SELECT * FROM kernel_event_other",
        "COPY kernel_matter TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "SET session_replication_role = replica",
        "ALTER ROLE moothall_app BYPASSRLS",
        "GRANT moothall_owner TO moothall_app",
        "CREATE EXTENSION dblink",
    ],
)
def test_the_application_role_may_not(place: Small, statement: str):
    with acting(place.as_officer()), refused_with("42501"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_application_role_is_nobody_special():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False, False)


def test_a_context_is_not_to_be_read_in_other_sessions_queries(place: Small):
    with acting(place.as_officer()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%|staff|%%' AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)


def test_row_security_cannot_be_switched_off(place: Small):
    with acting(place.as_neighbour()), refused_with("42501"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        cursor.execute("SELECT * FROM kernel_matter")
