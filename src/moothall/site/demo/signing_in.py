"""How to sign in to the demo place: accounts for its people, one password, and codes for the second
factor."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password

from moothall.kernel import clock
from moothall.kernel.signin.accounts import add_account
from moothall.site.demo import content

PASSWORD = "lantern-on-the-harbour"  # noqa: S105 (the demo's, printed at every start)

FIRST = ("gareth-pugh", "martin-fell", "alex-winter", "janet-holloway")
"""Whom to begin with: an officer with cases, their manager, who runs the place, a resident."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to sign in as; ``secret`` makes their codes, if they need any."""

    email: str
    name: str
    does: str
    secret: str | None
    is_first: bool = False


def add_accounts(people: Mapping[str, UUID]) -> None:
    """Give everybody with an email address an account, and staff a second factor. Those there stay."""
    password = make_password(PASSWORD)
    said = content.read("people")
    for person in (*said["staff"], *said["residents"]):
        if person.get("email") and person["slug"] in people:
            add_account(
                email=person["email"],
                person=people[person["slug"]],
                password_hash=password,
                at=clock.now(),
                with_second_factor="memberships" in person,
            )


def sign_ins() -> list[SignIn]:
    """Whom to sign in as: those to begin with first, then staff, then residents."""
    said = content.read("people")
    secrets = _secrets()
    found = [
        SignIn(
            person["email"], person["name"], _does(person), secrets.get(person["email"]),
            is_first=person["slug"] in FIRST,
        )
        for person in (*said["staff"], *said["residents"])
        if person.get("email")
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.is_first)


def guide(address: str) -> list[str]:
    """Where to click first in the place at ``address``, and whom to sign in as, line by line."""
    first = [one for one in sign_ins() if one.is_first]
    width = max(len(one.email) for one in first)
    return [
        f"Begin at {address}/ without signing in: say what you need. Whom to sign in as: {address}/demo/",
        *(f"  {one.email:<{width}}  {one.name}: {one.does}" for one in first),
        f"Everybody's password is {PASSWORD}; staff also need the code beside their name at {address}/demo/",
    ]


def code(secret: str) -> str:
    """The six digits that go with ``secret`` at this moment (RFC 6238)."""
    counter = int(clock.now().timestamp()) // totp.app_settings.TOTP_PERIOD
    value = totp.hotp_value(secret, counter)
    return str(totp.format_hotp_value(value))


def _does(person: Mapping[str, object]) -> str:
    return str(person.get("does") or person.get("story") or "").strip()


def _secrets() -> dict[str, str]:
    found = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user")
    return {row.user.email: totp.decrypt(row.data["secret"]) for row in found}
