"""Making accounts other than by signing up: for staff who are added, and for the demo."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from moothall.kernel.signin.models import Account


def account_of(email: str) -> Account | None:
    """The account that signs in with ``email``, if there is one."""
    return Account.objects.filter(email=email.strip().lower()).first()


def confirmed_address(account: Account) -> str | None:
    """The address that ``account`` signs in with, if its holder has confirmed it."""
    rows = EmailAddress.objects.filter(user=account, email=account.email, verified=True)
    return account.email if rows.exists() else None


def add_account(
    *, email: str, person: UUID, password_hash: str, at: datetime, with_second_factor: bool
) -> bool:
    """Give ``person`` an account with a confirmed ``email``; returns whether it is new (one there stays)."""
    with transaction.atomic(using="signin"):
        defaults = {"person_id": person, "password": password_hash, "joined_at": at}
        account, is_new = Account.objects.get_or_create(email=email.lower(), defaults=defaults)
        if is_new:
            EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        if is_new and with_second_factor:
            totp.TOTP.activate(account, totp.generate_totp_secret())
    return is_new


def shut_account(person: UUID) -> None:
    """Let ``person`` sign in no more and end their sessions: at once, whatever there is besides. What they
    signed in with is taken away by :func:`end_account`, which has every session to look through."""
    Account.objects.filter(person_id=person).update(is_active=False, password=make_password(None))


def end_account(person: UUID) -> None:
    """Take away how ``person`` signs in: account, email addresses, second factors, and every session of
    theirs. Doing it twice changes nothing."""
    with transaction.atomic(using="signin"):
        account = Account.objects.filter(person_id=person).first()
        theirs = {str(person)} | ({f"account {account.pk}"} if account else set())
        for session in Session.objects.iterator(chunk_size=500):
            if theirs & _holders(session.get_decoded()):
                session.delete()
        if account is not None:
            account.delete()


def _holders(content: Mapping[str, Any]) -> set[str]:
    """Whose a session is: an account's, or a guest's by the person's own id."""
    return {f"account {content.get(SESSION_KEY)}", *(str(value) for value in content.values())}
