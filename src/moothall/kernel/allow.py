"""Who may ask for an operation or a query: a named condition on the act, checked by the gate.

Which rows the act then touches is decided by the database (:mod:`moothall.kernel.access`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from moothall.kernel.act import Act, Role


@dataclass(frozen=True, slots=True)
class Permission:
    """A condition on an act, with words for documentation and for the person it refuses."""

    words: str
    allows: Callable[[Act], bool]

    def __or__(self, other: "Permission") -> "Permission":
        return Permission(f"{self.words} or {other.words}", lambda act: self.allows(act) or other.allows(act))


anyone = Permission("anyone", lambda act: True)
"""No sign-in needed."""

somebody = Permission("anyone who has given their details", lambda act: act.person is not None)
"""A resident (guest or signed in) or a member of staff."""

resident = Permission("residents", lambda act: act.role is Role.RESIDENT)
"""A person acting for themselves or with a mandate."""

system = Permission("Moothall itself", lambda act: act.role is Role.SYSTEM)
"""Reactions, tasks and imports."""

operator = Permission("operators of the place", lambda act: act.role is Role.OPERATOR)
"""Those who run the installation."""


def staff(permission: str) -> Permission:
    """Members of an organisation whose roles there give ``permission`` (such as ``cases.work``)."""
    return Permission(
        f"staff with “{permission}”",
        lambda act: (
            act.organisation is not None and (act.role is Role.SYSTEM or permission in act.permissions)
        ),
    )
