"""Into whose hands a case may come."""

from collections.abc import Iterable

from moothall.kernel.roles import permissions_of


def may_be_given(roles: Iterable[str], *, has_team: bool) -> bool:
    """Whether a member with ``roles`` can work a case: in a team, or, as a manager, for all of them."""
    permissions = permissions_of(roles)
    return "cases.work" in permissions and (has_team or "cases.allocate" in permissions)
