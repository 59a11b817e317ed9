"""What each usual role of an organisation lets its holder do there, from the manifests."""

from collections.abc import Iterable
from functools import cache

from moothall.kernel import capability
from moothall.kernel.manifest import Words


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


@cache
def place_wide() -> frozenset[str]:
    """Roles that reach over the whole place, not only over the organisation that has them."""
    wide = {code for code, one in capability.permissions().items() if one.is_place_wide}
    return frozenset(role for role, codes in usual().items() if codes & wide)


def may_give(permissions: frozenset[str], *, has_manager: bool) -> set[str]:
    """The roles that whoever has ``permissions`` in an organisation may give there: its manager all of its
    own; whoever runs the place those that reach over it, and an organisation its first manager; anybody
    else only what they may do themselves."""
    own = usual().keys() - place_wide()
    found = {role for role in own if usual()[role] <= permissions}
    if "roles.give" in permissions:
        found |= own
    if "place.operate" in permissions:
        found |= place_wide() if has_manager else place_wide() | {"manager"}
    return found


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """The permission codes that ``roles`` give together; an unknown role gives none."""
    return frozenset().union(*(usual().get(role, frozenset()) for role in roles))
