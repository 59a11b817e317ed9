"""What people are written outside services: a place and its organisations say it in words of their own."""

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import override

from moothall.foundations.cases.tests.browsing import staff_browser
from moothall.foundations.rules.tests.test_owner_pages import text_of
from moothall.kernel import act as acts
from moothall.kernel import clock, describing, texts
from moothall.kernel.operations import organisations, people
from moothall.kernel.operations import texts as operations
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound, Refused
from moothall.kernel.signin import mails

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

INVITATION = "/staff/settings/words/of/members/invitation/"
FOR_PLACE = "/staff/settings/words/place/kernel/password_reset_key/"


@pytest.fixture
def council():
    return organisations.add_organisation(
        acts.system(), slug="council", name="Wexcombe Council", kind="council"
    )


def browser(council, *roles: str) -> Client:
    someone = people.register_person(acts.system(), personal={"name": "Mo Vale"})
    organisations.add_member(acts.system(), organisation=council, person=someone, roles=list(roles))
    return staff_browser(someone, council)


def press(who: Client, address: str, **typed: str):
    return who.post(address, {"key": str(clock.uuid7()), "version": "0"} | typed)


def change(organisation, said: dict[str, str], *, after: int = 0, language: str = "en") -> int:
    return operations.change_texts(
        acts.system(), capability="members", message="invitation", language=language, said=said, after=after,
        organisation=organisation,
    )  # fmt: skip


def subject(organisation) -> str:
    return describing.worded("members.invitation", organisation=organisation, invited_by="Us").subject


def test_every_text_names_the_same_fields_in_every_language():
    assert len(texts.texts()) > 20
    for one in texts.texts().values():
        named = {code: texts.fields_of(said) for code, said in one.originals.items()}
        assert set(map(frozenset, named.values())) == {named["en"]}, one.key
        assert "cy" in named, one.key


def test_an_organisation_over_the_place_over_the_original(council):
    other = organisations.add_organisation(acts.system(), slug="other", name="Other", kind="council")
    change(None, {"subject": "Come to {invited_by}"})
    change(council, {"subject": "Welcome to {invited_by}"})
    assert [subject(council), subject(other)] == ["Welcome to Us", "Come to Us"]
    with override("cy"):
        assert subject(council) == "Ymuno â Us"
    change(council, {"subject": ""}, after=1)
    assert subject(council) == "Come to Us"
    with pytest.raises(Conflict):
        change(council, {"subject": "Too late"}, after=1)


def test_fields_are_checked_and_what_a_message_is_for_stays(council):
    with pytest.raises(Refused, match=r"no field \{firstname\}.*\{invited_by\}, \{link\}, \{name\}, "):
        change(council, {"body": "Hello {firstname}, {link}"})
    with pytest.raises(Refused, match=r"Keep \{link\}"):
        change(council, {"body": "Hello {name}"})
    with pytest.raises(NotFound):
        change(council, {"footer": "Hello"})
    with pytest.raises(NotFound):
        operations.change_texts(
            acts.system(), capability="kernel", message="login_code", language="en", said={"subject": "x"},
            after=0, organisation=council,
        )  # fmt: skip
    someone = acts.staff(clock.uuid7(), organisation=council, permissions=["settings.edit"])
    with pytest.raises(NotAllowed):
        operations.change_texts(
            someone, capability="members", message="invitation", language="en", said={}, after=0
        )


def test_the_page_previews_saves_and_goes_back(council):
    manager = browser(council, "manager")
    assert "Join {invited_by}" in text_of(manager.get("/staff/settings/words/"))
    typed = {"subject": "Welcome to {invited_by}", "body": "Hello {name}: {link}"}
    seen = press(manager, INVITATION, preview="yes", **typed)
    assert seen.status_code == 200 and "Hello [name]: [link]" in text_of(seen)
    assert subject(council) == "Join Us"
    wrong = press(manager, INVITATION, **typed | {"subject": "Welcome to {us}"})
    assert wrong.status_code == 422 and "There is no field {us} here" in text_of(wrong)
    assert "Hello {name}: {link}" in wrong.content.decode()
    assert press(manager, INVITATION, **typed).status_code == 302
    assert subject(council) == "Welcome to Us"
    page = text_of(manager.get(INVITATION))
    assert "Mo Vale" in page and "Welcome to [invited by]" in page
    assert "Join {invited_by} Changed" in text_of(manager.get("/staff/settings/words/"))
    assert press(manager, INVITATION, **typed).status_code == 409
    assert press(manager, INVITATION, version="1", original="yes", **typed).status_code == 302
    assert subject(council) == "Join Us"
    assert "As it comes" in text_of(manager.get(INVITATION))


def test_only_who_runs_the_place_changes_what_is_the_place_s(council):
    assert browser(council, "manager").get(FOR_PLACE).status_code == 404
    assert browser(council, "manager").get(FOR_PLACE.replace("place", "of")).status_code == 404
    assert browser(council, "case_worker").get(INVITATION).status_code == 403


def test_mails_about_accounts_are_said_in_them():
    operations.change_texts(
        acts.system(), capability="kernel", message="password_reset_key", language="en",
        said={"subject": "A new password for {place}"}, after=0,
    )  # fmt: skip
    link = {"password_reset_url": "https://moot.example/reset"}
    said = mails.written("account/email/password_reset_key", "ada@moot.example", link)
    assert said.subject == "A new password for Moothall" and "https://moot.example/reset" in said.body
    changed = {
        "timestamp": clock.now(), "ip": "192.0.2.1", "user_agent": "Browser",
        "from_email": "a@moot.example", "to_email": "b@moot.example",
    }  # fmt: skip
    said = mails.written("account/email/email_changed", "ada@moot.example", changed)
    assert "Your address was changed from a@moot.example to b@moot.example." in said.body
    assert "from the address 192.0.2.1 with Browser" in said.body
    with pytest.raises(KeyError):
        mails.written("account/email/no_such", "ada@moot.example", {})


def test_whoever_signs_up_is_written_in_them():
    Client().post(
        "/account/signup/",
        {"email": "ada@moot.example", "password1": "seven-green-boats", "password2": "seven-green-boats"},
    )
    (sent,) = mail.outbox
    assert sent.subject == "Moothall: confirm your email address"
    assert "Type this code on the page" in sent.body
