"""Making accounts other than by signing up: for staff who are added, and for the demo."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from moothall.kernel.signin.models import Account


def account_of(email: str) -> Account | None:
    """The account that signs in with ``email``, if there is one."""
    return Account.objects.filter(email=email.strip().lower()).first()


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
