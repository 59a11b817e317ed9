"""Browsers for tests, with somebody already there."""

from uuid import UUID

from django.test import Client

from moothall.kernel import clock
from moothall.kernel.doors.presence import GUEST, ORGANISATION
from moothall.kernel.signin.models import Account


def staff_browser(person: UUID, organisation: UUID) -> Client:
    """A browser in which staff are signed in with a second factor and have chosen their organisation."""
    account = Account.objects.create_user(
        f"{person}@wexcombe.example", person_id=person, joined_at=clock.now()
    )
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session[ORGANISATION] = str(organisation)
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return browser


def guest_browser(person: UUID) -> Client:
    """A browser that has followed a guest's link."""
    browser = Client()
    session = browser.session
    session[GUEST] = str(person)
    session.save()
    return browser
