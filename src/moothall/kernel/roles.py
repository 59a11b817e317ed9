"""The usual roles of a place, from the manifests, and the rows that hold them."""

from collections.abc import Iterable
from functools import cache

from django.db import connections

from moothall.kernel import capability
from moothall.kernel.manifest import Words

WRITE = """
INSERT INTO kernel_role AS r (id, organisation_id, code, title, permissions)
SELECT uuidv7(), NULL, %s, %s, %s
ON CONFLICT (organisation_id, code) DO UPDATE SET title = excluded.title, permissions = excluded.permissions
 WHERE (r.title, r.permissions) IS DISTINCT FROM (excluded.title, excluded.permissions)
"""


@cache
def usual() -> dict[str, frozenset[str]]:
    """The permissions of each usual role, with all that they carry, by the role's code."""
    given: dict[str, set[str]] = {code: set() for code in titles()}
    for one in capability.capabilities():
        for role, codes in one.roles.items():
            given[role].update(codes)
    return {role: capability.with_carried(codes) for role, codes in given.items()}


def titles() -> dict[str, Words]:
    """What each usual role is called, by its code, in order."""
    found: dict[str, Words] = {}
    for one in capability.capabilities():
        found.update(one.usual_roles)
    return found


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """The permission codes that usual ``roles`` give together; an unknown role gives none."""
    return frozenset().union(*(usual().get(role, frozenset()) for role in roles))


def after_migrate(*, using: str, **_: object) -> None:
    """Write the usual roles as the manifests have them now, and have organisations' own roles carry what
    their permissions carry now."""
    if using != "owner":
        return
    with connections[using].cursor() as cursor:
        for code, title in titles().items():
            cursor.execute(WRITE, [code, str(title), sorted(usual()[code])])
        cursor.execute("SELECT id, permissions FROM kernel_role WHERE organisation_id IS NOT NULL")
        for id, codes in cursor.fetchall():
            closed = sorted(capability.with_carried(codes))
            if closed != codes:
                cursor.execute("UPDATE kernel_role SET permissions = %s WHERE id = %s", [closed, id])
