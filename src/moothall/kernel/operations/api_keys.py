"""Giving an organisation's programs a way in, and taking it away."""

import hashlib
from datetime import datetime
from uuid import UUID

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.models import ApiKey
from moothall.kernel.refusal import Refused


@operation(allow=allow.system | allow.staff("people.manage"))
def make_api_key(
    act: Act, *, organisation: UUID, name: str, permissions: list[str], until_at: datetime | None = None
) -> str:
    """A key that lets a program act for ``organisation`` with ``permissions``. It is shown this once.

    Staff can give only permissions they have themselves.
    """
    beyond = set(permissions) - act.permissions
    if act.organisation is not None and (beyond or act.organisation != organisation):
        raise Refused("You can give a key only what you may do yourself, for your own organisation.")
    secret = f"moot_{clock.token()}"
    row = ApiKey(
        organisation_id=organisation,
        name=name,
        digest=digest(secret),
        permissions=permissions,
        made_by_id=act.person,
        created_at=act.at,
        until_at=until_at,
    )
    ApiKey.objects.bulk_create([row])
    return secret


@operation(allow=allow.system | allow.staff("people.manage"))
def revoke_api_key(act: Act, *, key: UUID) -> None:
    """End a key at once. Ending it twice changes nothing."""
    ApiKey.objects.filter(pk=key, revoked_at=None).update(revoked_at=act.at)


def digest(secret: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).digest()
