"""Browsers of those who work somewhere, for the tests of settings and connections."""

from uuid import UUID

from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.operations import organisations
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small


def browser_of(person: UUID, organisation: UUID) -> Client:
    """The browser of somebody who works there, with a second factor."""
    account = Account.objects.create_user(f"{person}@x.example", person_id=person, joined_at=clock.now())
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session[ORGANISATION] = str(organisation)
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return browser


def operator_of(place: Small) -> Client:
    """Somebody who runs the place."""
    person = place.neighbour
    organisations.add_member(acts.system(), organisation=place.charity, person=person, roles=["operator"])
    return browser_of(person, place.charity)
