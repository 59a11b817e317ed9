"""How allauth makes an account here: always with a person behind it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.operations import people
from moothall.kernel.signin.models import Account


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Gives a new account its person."""

    def new_user(self, request: HttpRequest) -> Account:
        """An account that is not saved yet."""
        return Account(joined_at=clock.now())

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        """Make the person, then the account that signs them in."""
        personal = {"email": form.cleaned_data["email"]}
        user.person_id = people.register_person(acts.public(), personal=personal, assurance="account")
        saved: Account = super().save_user(request, user, form, commit)
        return saved
