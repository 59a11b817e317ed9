"""Devices on which somebody has been before, and sessions that only a link opened.

A device remembers by a signed cookie for each person, that scripts cannot read. It says nothing about
whose it is, and lets nobody in: it only spares the code that a link asks for on a new device.
"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from moothall.kernel import act as acts
from moothall.kernel import guarding
from moothall.kernel.act import Door

SECONDS = 30 * 24 * 60 * 60
"""As long as a link works."""
LINKED = "linked"
"""Session key: guests whom a link let in, and nothing else."""


def came_by_link(request: HttpRequest, person: UUID) -> None:
    """Remember for this session that only a link showed that this is ``person``."""
    linked = request.session.get(LINKED, [])
    request.session[LINKED] = [*linked, str(person)] if str(person) not in linked else linked


def remember(request: HttpRequest, person: UUID) -> None:
    """Have the answer to this request make the browser's a device of ``person``: they began there, or have
    shown that it is theirs."""
    request.session[LINKED] = [one for one in request.session.get(LINKED, []) if one != str(person)]
    request._moothall_device_of = person  # type: ignore[attr-defined]


def keep(request: HttpRequest, response: HttpResponseBase) -> None:
    """Put into the answer what :func:`remember` was told."""
    person: UUID | None = getattr(request, "_moothall_device_of", None)
    if person is not None:
        response.set_signed_cookie(
            _name(person), "1", salt=str(person), max_age=SECONDS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def is_known(request: HttpRequest, person: UUID) -> bool:
    """Whether ``person`` has been on this device within thirty days."""
    value = request.get_signed_cookie(_name(person), None, salt=str(person), max_age=SECONDS)
    return value is not None


def asks_code(request: HttpRequest, person: UUID) -> bool:
    """Whether the link alone is not enough to be ``person`` on this device."""
    return not is_known(request, person) and _is_guarded(person)


def waits(request: HttpRequest, person: UUID) -> bool:
    """Whether this session's guest has to show a code first: a link let them in, and since then they have
    asked for something that is guarded."""
    return str(person) in request.session.get(LINKED, ()) and asks_code(request, person)


def _is_guarded(person: UUID) -> bool:
    return guarding.guarded_by(acts.system(door=Door.PAGE), person) is not None


def _name(person: UUID) -> str:
    """A name that tells nobody the id."""
    return f"device-{salted_hmac('moothall.kernel.devices', str(person)).hexdigest()[:16]}"
