"""How allauth makes an account here: always with a person behind it, and its second factor encrypted."""

import hashlib
import os
from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.doors import devices
from moothall.kernel.operations import people
from moothall.kernel.signin import accounts, mails
from moothall.kernel.signin.models import Account

NONCE_BYTES = 12


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Gives a new account its person, and letters about it the place's own name and address."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where a new password is chosen: always at the place's own address."""
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Where an address is confirmed: always at the place's own address."""
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def new_user(self, request: HttpRequest) -> Account:
        """An account that is not saved yet."""
        return Account(joined_at=clock.now())

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """A mail about the account, in the place's words."""
        said = mails.written(template_prefix, email, context)
        subject = " ".join(said.subject.split())
        return EmailMessage(subject, said.body, self.get_from_email(), [email], headers=headers)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Say so to whoever has the address, after the same work as for a new account: how long the answer
        takes tells nobody which it was."""
        make_password(clock.token())
        super().send_account_already_exists_mail(email)

    def post_login(self, request: HttpRequest, user: Account, **how: Any) -> HttpResponseBase:
        """Lead on, and know the device from now on: see :meth:`_get_login_attempts_cache_key`."""
        response: HttpResponseBase = super().post_login(request, user, **how)
        devices.remember(request, user.person_id)
        devices.keep(request, response)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Under what wrong passwords are counted: by account, and apart from all others on a device where its
        owner has signed in before. So nobody can keep them out by guessing from elsewhere (OWASP, *Slow Down
        Online Guessing Attacks with Device Cookies*)."""
        counted: str = super()._get_login_attempts_cache_key(request, **credentials)
        account = accounts.account_of(credentials.get("email", ""))
        is_known = account is not None and devices.is_known(request, account.person_id)
        return f"{counted}:known" if is_known else counted

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        """Make the person, then the account that signs them in."""
        personal = {"email": form.cleaned_data["email"]}
        user.person_id = people.register_person(acts.public(), personal=personal, assurance="account")
        saved: Account = super().save_user(request, user, form, commit)
        return saved

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell that something about signing in has changed; of a changed address, both addresses."""
        super().send_notification_mail(template_prefix, user, context, email)
        both = (context or {}).get("to_email")
        if both and both != email:
            super().send_notification_mail(template_prefix, user, context, both)


def _at_home(url: str) -> str:
    """``url`` at the place's own address: a request may come under any host that is allowed."""
    return settings.BASE_URL + urlsplit(url)._replace(scheme="", netloc="").geturl()


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps second-factor secrets encrypted under the installation's own key (AES-256-GCM)."""

    def encrypt(self, text: str) -> str:
        """``text`` as it is stored."""
        nonce = os.urandom(NONCE_BYTES)
        return b64encode(nonce + self._cipher().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What :meth:`encrypt` was given."""
        encrypted = b64decode(encrypted_text)
        return self._cipher().decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], None).decode()

    def _cipher(self) -> AESGCM:
        return AESGCM(hashlib.sha256(b"second factors" + settings.MOOTHALL_CONTEXT_KEY).digest())
