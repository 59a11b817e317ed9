"""Giving an organisation's programs a way in, and taking it away."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, clock, scopes
from moothall.kernel.act import Act
from moothall.kernel.extent import WHOLE
from moothall.kernel.gate import operation
from moothall.kernel.models import Program, ProgramToken
from moothall.kernel.refusal import NotFound, Refused

MANAGE = allow.system | allow.staff("people.manage")
TOKEN_SECONDS = 15 * 60
"""How long a token works."""
SHOWN = 10
"""Letters of a key by which people know it again."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A program with its new key, which is shown this once."""

    program: UUID
    key: str


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that a program got for its key, with the ``scopes`` that it opens."""

    token: str
    scopes: tuple[str, ...]
    seconds: int


@operation(allow=MANAGE)
def make_program(
    act: Act,
    *,
    organisation: UUID,
    title: str,
    scopes: list[str],
    ends_at: datetime | None = None,
    calls_a_minute: int = 600,
) -> NewKey:
    """A program that may act for ``organisation`` within ``scopes``, with its key.

    Staff can give only scopes they have themselves, for their own organisation; a program makes none.
    """
    _check(act, organisation, scopes, ends_at)
    key = _new_key()
    row = Program(
        organisation_id=organisation,
        title=title,
        scopes=sorted(set(scopes)),
        digest=digest_of(key),
        prefix=key[:SHOWN],
        calls_a_minute=calls_a_minute,
        made_by_id=act.person,
        made_at=act.at,
        ends_at=ends_at,
    )
    Program.objects.bulk_create([row])
    return NewKey(row.id, key)


@operation(allow=MANAGE)
def rotate_key(act: Act, *, program: UUID) -> NewKey:
    """Give a program another key. The one before, and every token got for it, works no more."""
    key = _new_key()
    rows = Program.objects.filter(pk=program, revoked_at=None)
    if not rows.update(digest=digest_of(key), prefix=key[:SHOWN], rotated_at=act.at):
        raise NotFound(_("There is no such program, or it was revoked."))
    return NewKey(program, key)


@operation(allow=MANAGE)
def revoke_program(act: Act, *, program: UUID) -> None:
    """End a program at once. Ending it twice changes nothing."""
    Program.objects.filter(pk=program, revoked_at=None).update(revoked_at=act.at)


@operation(allow=allow.system)
def issue_token(act: Act, *, program: UUID, key: str, scopes: list[str] | None = None) -> NewToken:
    """A token for whoever shows the ``key`` of ``program``, for some of its scopes (by default all).

    Raises ``NotFound`` when the key is not the program's or it has ended, and ``Refused`` for scopes that it
    has not.
    """
    row = Program.objects.filter(pk=program, digest=digest_of(key), revoked_at=None).first()
    if row is None or (row.ends_at is not None and row.ends_at <= act.at):
        raise NotFound("There is no such program, or the key is not its own.")
    wanted = sorted(set(row.scopes if scopes is None else scopes))
    if set(wanted) - set(row.scopes):
        raise Refused("The program has not all of these scopes.", code="scopes")
    ProgramToken.objects.filter(program=row, until_at__lte=act.at).delete()
    token = f"moott_{clock.token()}"
    until_at = act.at + timedelta(seconds=TOKEN_SECONDS)
    made = ProgramToken(
        digest=digest_of(token), program=row, scopes=wanted, made_at=act.at, until_at=until_at
    )
    ProgramToken.objects.bulk_create([made])
    return NewToken(token, tuple(wanted), TOKEN_SECONDS)


def digest_of(secret: str) -> bytes:
    """What is kept of a key or token."""
    return hashlib.sha256(secret.encode()).digest()


def _new_key() -> str:
    return f"moot_{clock.token()}"


def _check(act: Act, organisation: UUID, wanted: Sequence[str], ends_at: datetime | None) -> None:
    """Refuse what would give a program more than whoever makes it has."""
    unknown = set(wanted) - set(scopes.useful())
    if unknown:
        words = _("There is no such scope: %(scopes)s.") % {"scopes": ", ".join(sorted(unknown))}
        raise Refused(words, fields={"scopes": words})
    if act.program is not None:
        raise Refused(_("Only people can let a program in."))
    beyond = [scope for scope in wanted if not act.may(scope, over=WHOLE)]
    if act.organisation is not None and (beyond or act.organisation != organisation):
        raise Refused(_("You can give a program only what you may do yourself, for your own organisation."))
    if ends_at is not None and ends_at <= act.at:
        words = _("Choose a day that is still to come.")
        raise Refused(words, fields={"ends_at": words})
