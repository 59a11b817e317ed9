"""Organisations connect systems of their own: served by them alone, secret to all, never leading inside."""

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from moothall.adapters.embedded_pay.provider import sign
from moothall.foundations.messages import operations as messages
from moothall.foundations.messages.tasks import send
from moothall.foundations.payments.tests import support as payments
from moothall.foundations.settings.tests.browsing import browser_of, operator_of
from moothall.foundations.settings.tests.mail_server import mail_server
from moothall.kernel import act as acts
from moothall.kernel import clock, connections, context, settings
from moothall.kernel.adapters import KINDS
from moothall.kernel.models import Connection
from moothall.kernel.operations import connections as operations
from moothall.kernel.queries import connections as queries
from moothall.kernel.refusal import NotAllowed, Refused
from moothall.kernel.tests.support import Small, small_place
from moothall.site.checks import Level, service

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
PAGE = "/staff/settings/connections/"
SECRET = "hunter2-hunter2-hunter2"


@pytest.fixture
def place() -> Small:
    settings.forget()
    return small_place()


@pytest.fixture
def mail(settings) -> Iterator[tuple[int, list[str]]]:
    """A mail server next to us, which whoever runs the place has named."""
    settings.MOOTHALL_NEIGHBOURS = {"127.0.0.1"}
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email", "sms": "embedded-sms"}
    with mail_server() as found:
        yield found


def connected(place: Small, browser: Client, kind: str, adapter: str, **typed: str) -> Connection:
    """The connection that a browser made on the page, and its row."""
    answer = browser.post(
        f"{PAGE}new/{kind}/{adapter}", {"connection_name": "Ours", "key": clock.token()} | typed
    )
    assert answer.status_code == 302, answer.content.decode()
    with context.acting(acts.system()):
        return Connection.objects.filter(kind=kind, ended_at=None).latest("made_at")


def told(address: str, secret: str, charge: UUID) -> int:
    """How a provider's message is answered."""
    body = json.dumps({"webhook_message_id": str(clock.uuid7()), "resource_id": str(charge)})
    headers = {"Pay-Signature": sign(body.encode(), secret)}
    path = f"/pay/webhook/{address}"
    return Client().post(path, body, content_type="application/json", headers=headers).status_code


def test_payments_go_through_the_organisations_own_connection(place: Small):
    browser = browser_of(place.officer, place.council)
    assert "only pretends" in browser.get(PAGE).content.decode()
    row = connected(place, browser, "payments", "embedded", signing_secret=SECRET)
    assert SECRET.encode() not in bytes(row.credentials)
    listed = browser.get(PAGE).content.decode() + browser.get(f"{PAGE}{row.id}/").content.decode()
    assert f"/pay/webhook/{row.id}" in listed and SECRET not in listed
    ours, others = payments.journey(organisation=place.council), payments.journey(organisation=place.charity)
    address, elsewhere = str(ours.leave()), str(others.leave())
    assert [one.payments()[0].connection_id for one in (ours, others)] == [row.id, None]
    charge, other = payments.charge_at(address), payments.charge_at(elsewhere)
    assert [told(str(row.id), secret, charge) for secret in (SECRET, "", "another")] == [200, 401, 401]
    assert [told("embedded", secret, other) for secret in ("", SECRET)] == [200, 401]
    payments.answer(address)
    browser.post(f"{PAGE}{row.id}/end")
    ours.is_back()
    ours.send()
    payments.work()
    assert payments.state(ours) == ["captured"], "what was begun through it ends through it"
    assert connections.chosen("payments", organisation=place.council).id is None


def test_a_secret_is_replaced_or_kept_and_every_test_is_written_down(place: Small):
    browser = browser_of(place.officer, place.council)
    row = connected(place, browser, "payments", "embedded", signing_secret=SECRET)
    assert "Ours works" in browser.post(f"{PAGE}{row.id}/test", follow=True).content.decode()
    browser.post(f"{PAGE}{row.id}/", {"signing_secret": ""})
    assert queries.credentials(acts.system(), connection=row.id) == {"signing_secret": SECRET}
    browser.post(f"{PAGE}{row.id}/", {"signing_secret": "replaced"})
    assert queries.credentials(acts.system(), connection=row.id) == {"signing_secret": "replaced"}
    assert "Not tested yet" in browser.get(PAGE).content.decode()
    again = connected(place, browser, "payments", "embedded", signing_secret=SECRET)
    assert [one.id for one in queries.live(acts.system())] == [again.id]


def test_an_organisation_sends_through_its_own_mail_server(place: Small, mail: tuple[int, list[str]]):
    port, kept = mail
    browser = browser_of(place.officer, place.council)
    server = {"host": "127.0.0.1", "port": str(port), "security": "none", "sender": "post@council.example"}
    row = connected(place, browser, "email", "smtp", **server)
    assert "Ours works" in browser.post(f"{PAGE}{row.id}/test", follow=True).content.decode()
    for organisation in (place.council, place.charity):
        message = messages.write(
            acts.system(), person=place.resident, cause=clock.uuid7(), template="booked",
            subject="On Tuesday", body="By 7am.", channel="email", organisation=organisation,
        )  # fmt: skip
        send.func(message=str(message))
    assert len(kept) == 1 and "post@council.example" in kept[0] and "On Tuesday" in kept[0]
    browser.post(f"{PAGE}{row.id}/", server | {"port": "1", "password": ""})
    assert "does not let us in" in browser.post(f"{PAGE}{row.id}/test", follow=True).content.decode()
    findings = list(service.connected())
    assert [one.level for one in findings if str(row.id) in one.words] == [Level.WRONG]
    assert [one for one in findings if "test system serves (embedded)" in one.words]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "10.1.2.3",
        "0x7f.1",
        "169.254.169.254",
        "0.0.0.0",
        "localhost",
    ],
)
def test_no_connection_leads_inside(place: Small, host: str):
    browser = browser_of(place.officer, place.council)
    typed = {"connection_name": "Ours", "host": host, "port": "25", "security": "none", "password": SECRET}
    page = browser.post(f"{PAGE}new/email/smtp", typed).content.decode()
    assert "inside our own network" in page and 'href="#host"' in page
    assert f'value="{host}"' in page and SECRET not in page
    with context.acting(acts.system()):
        assert not Connection.objects.exists()


def test_connections_are_the_organisations_own_and_the_places_its_operators(place: Small):
    ours = browser_of(place.officer, place.council)
    row = connected(place, ours, "payments", "embedded", signing_secret=SECRET)
    operator = operator_of(place)
    assert "Ours" not in operator.get(PAGE).content.decode()
    assert operator.get(f"{PAGE}{row.id}/").status_code == 404
    assert operator.post(f"{PAGE}{row.id}/test").status_code == 404
    operator.post(f"{PAGE}{row.id}/end")
    assert connections.chosen("payments", organisation=place.council).id == row.id
    shared = connected(place, operator, "payments", "embedded", signing_secret="shared", for_place="yes")
    assert connections.chosen("payments", organisation=place.charity).id == shared.id
    assert connections.chosen("payments", organisation=place.council).id == row.id
    ours.post(f"{PAGE}{row.id}/end")
    assert "the place’s" in ours.get(PAGE).content.decode()
    with pytest.raises(NotAllowed):
        _connect(place, for_place=True)
    with pytest.raises(NotAllowed):
        operations.connect(
            place.as_officer(), organisation=place.charity, kind="payments", adapter="embedded", name="x",
            credentials={},
        )  # fmt: skip


def _connect(place: Small, **others: bool) -> UUID:
    return operations.connect(
        place.as_officer(), organisation=place.council, kind="payments", adapter="embedded", name="x",
        credentials={}, **others,
    )  # fmt: skip


def test_what_does_not_fit_is_refused_field_by_field(place: Small):
    with pytest.raises(Refused) as refused:
        operations.connect(
            place.as_officer(), organisation=place.council, kind="email", adapter="smtp", name="x",
            credentials={"port": 70_000, "colour": "red"},
        )  # fmt: skip
    assert refused.value.fields.keys() == {"host", "port", "colour"}
    assert set(KINDS) >= {"payments", "email", "sms"}
