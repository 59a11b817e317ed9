"""Whoever was erased is nowhere: the whole dump of the database, sign-in tables included, and the file of
keys are searched for anything of theirs."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.test import Client
from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from moothall.foundations.documents import operations as documents
from moothall.foundations.documents.intake import accept
from moothall.kernel import act as acts
from moothall.kernel import clock, context, erasing, vault
from moothall.kernel.manifest import Ends, Kept
from moothall.kernel.models import Matter
from moothall.kernel.operations import people
from moothall.kernel.signin.models import Account
from moothall.site import people_keys
from tests.attacks import world as worlds
from tests.attacks.dumping import found_in
from tests.attacks.test_sign_in import PASSWORD, signs_in
from tests.journeys import town
from tests.journeys.test_large_items import checks_and_pays, chooses_a_day, chooses_a_home, lists_two_sofas
from tests.journeys.walking import Walker
from tests.journeys.working import work
from tests.support.database import PlaceDatabase

EMAIL = "ada@home.example"
BY_SUBJECT = (EMAIL, "Ada Marsh", "07700900123", "990000000002", "my-lease", "the lift is out")
"""Their address, name, telephone number, the home they answered with, a file's name and what is in it."""
REGISTER = {"addresses_address"}
"""Where every home of the place stands, whoever lives there."""
MARK, DIGITS = "mark-of-ada-marsh", 770_090_012_377
"""What is written into every table in which something about people may stand."""


@pytest.fixture
def ada(committed: PlaceDatabase) -> Iterator[UUID]:
    """Somebody who has used a service to the end, has an account, and has told more."""
    town.build()
    walker = Walker().opens("/do/bulky-waste/")
    chooses_a_home(walker)
    lists_two_sofas(walker)
    chooses_a_day(walker)
    checks_and_pays(walker)
    with context.acting(acts.system()):
        matter = Matter.objects.get()
    person = matter.person_id
    assert person is not None
    people.record(acts.system(), person=person, personal={"telephone": "07700900123"})
    people.make_link(acts.resident(person), person=person, leads_to="/my/")
    lease = accept("my-lease.txt", b"the lift is out")
    documents.add_document(acts.resident(person), matter=matter.id, file=lease)
    account = Account.objects.create_user(EMAIL, PASSWORD, person_id=person, joined_at=clock.now())
    EmailAddress.objects.create(user=account, email=EMAIL, verified=True, primary=True)
    yield person


def test_of_an_erased_person_nothing_is_left_and_they_cannot_sign_in(ada: UUID, committed: PlaceDatabase):
    browser = Client()
    signs_in(browser, email=EMAIL)
    totp.TOTP.activate(Account.objects.get(), totp.generate_totp_secret())
    assert browser.get("/account/").status_code == 200
    work()
    people_keys.write()
    assert str(ada) in people_keys.path().read_text()
    assert found_in(committed, EMAIL)[EMAIL] >= {"signin_account", "account_emailaddress"}
    endings = {one.table: one for one in people.erase_person(acts.resident(ada), person=ada)}
    assert browser.get("/account/").status_code == 302, "at once, before any worker has heard of it"
    assert signs_in(Client(), email=EMAIL).status_code == 200
    assert endings["cases_answers"].rows == endings["cases_case"].rows == 1
    assert "six years" in endings["payments_payment"].why
    work()
    found = found_in(committed, *BY_SUBJECT, "pbkdf2", "md5$")
    assert {theirs: tables - REGISTER for theirs, tables in found.items() if tables - REGISTER} == {}
    assert str(ada) not in people_keys.path().read_text()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM django_session), (SELECT count(*) FROM mfa_authenticator)"
        )
        assert cursor.fetchone() == (0, 0)
    assert browser.get("/account/").status_code == 302
    assert signs_in(Client(), email=EMAIL).status_code == 200


def test_whatever_any_capability_keeps_about_somebody_goes_with_them(committed: PlaceDatabase):
    """Every table that a manifest names has something of theirs in it, wherever it may hold any."""
    worlds.build(committed, seed=worlds.seed())
    person = people.register_person(acts.public(), personal={"name": MARK})
    with committed.superuser(committed.name) as server:
        server.execute("SET session_replication_role = replica")
        marked = {kept.table for kept in erasing.kept() if marks(server, kept, person)}
    assert marked >= {"kernel_attribute", "kernel_grant", "cases_case", "cases_answers"}
    assert len(found_in(committed, MARK)[MARK] | found_in(committed, str(DIGITS))[str(DIGITS)]) >= 3
    first = people.erase_person(acts.resident(person), person=person)
    assert {one.table for one in first if one.rows} >= {"kernel_grant", "cases_case", "cases_answers"}
    assert found_in(committed, MARK, str(DIGITS)) == {MARK: set(), str(DIGITS): set()}
    with context.acting(acts.system()), pytest.raises(vault.Unreadable):
        vault.encrypt(person, {"name": MARK})
    assert not any(one.rows for one in people.erase_person(acts.system(), person=person))


def marks(server: Connection, kept: Kept, person: UUID) -> bool:
    """Make a row of a table the person's, with the mark wherever something of theirs may stand; says whether
    there is such a place."""
    columns = {field.column: field for field in fields_of(kept.table)}
    whole = kept.content if kept.ends is Ends.REMOVED else kept.empties
    chosen = {
        name for name in kept.content if is_sealed(columns[name]) or (name in whole and holds(columns[name]))
    }
    if not chosen or kept.table in {"kernel_person", "kernel_datakey"}:
        return False
    values: dict[str, Any] = {name: mark(columns[name], person) for name in chosen}
    values[kept.whose[0]] = owner(server, columns[kept.whose[0]], person)
    if values[kept.whose[0]] != person:
        gone = SQL("DELETE FROM {} WHERE {} = %s").format(Identifier(kept.table), Identifier(kept.whose[0]))
        server.execute(gone, (values[kept.whose[0]],))
    assign = SQL(", ").join(SQL("{} = %s").format(Identifier(name)) for name in values)
    theirs = (
        columns[kept.whose[0]].primary_key and values[kept.whose[0]] == person
    )  # the one row there can be
    somebodys = SQL(
        "(SELECT t.ctid FROM {} AS t WHERE t.{} " + ("= {}" if theirs else "IS NOT NULL") + " LIMIT 1)"
    )
    row = somebodys.format(Identifier(kept.table), Identifier(kept.whose[0]), Literal(values[kept.whose[0]]))
    statement = SQL("UPDATE {} SET {} WHERE ctid = {}").format(Identifier(kept.table), assign, row)
    return server.execute(statement, list(values.values())).rowcount == 1


def owner(server: Connection, column: Any, person: UUID) -> object:
    """The person, or a row of theirs that a row of another table belongs to, over however many tables."""
    if column.related_model is None or column.related_model._meta.db_table == "kernel_person":
        return person
    above = column.related_model._meta
    by = whose_column(above)
    value = owner(server, by, person)
    names = {
        "table": Identifier(above.db_table),
        "key": Identifier(above.pk.column),
        "by": Identifier(by.column),
    }
    theirs = SQL("SELECT {key} FROM {table} WHERE {by} = %s").format(**names)
    found = server.execute(theirs, (value,)).fetchone()
    if found is not None:
        return found[0]
    first = SQL(
        "UPDATE {table} SET {by} = %s WHERE ctid = (SELECT t.ctid FROM {table} AS t LIMIT 1) RETURNING {key}"
    )
    made = server.execute(first.format(**names), (value,)).fetchone()
    assert made is not None, above.db_table
    return made[0]


def whose_column(table: Any) -> Any:
    """By which column a table's rows are somebody's: the person's id, or what its manifest says."""
    columns = {field.column: field for field in table.concrete_fields}
    kept = next((one for one in erasing.kept() if one.table == table.db_table), None)
    return columns["person_id"] if "person_id" in columns or kept is None else columns[kept.whose[0]]


def mark(column: Any, person: UUID) -> object:
    if isinstance(column, ArrayField):
        return [DIGITS]
    if is_sealed(column):
        with context.acting(acts.system()):
            return vault.encrypt(person, {"mark": MARK})
    if isinstance(column, models.JSONField):
        return json.dumps({"mark": MARK})
    return MARK


def holds(column: Any) -> bool:
    """Whether something in words may stand in a column, or their digests."""
    kinds = ArrayField | models.JSONField | models.CharField | models.TextField
    return isinstance(column, kinds) and not column.choices


def is_sealed(column: Any) -> bool:
    return isinstance(column, models.BinaryField)


def fields_of(table: str) -> list[Any]:
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    return list(model._meta.concrete_fields)
