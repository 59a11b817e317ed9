"""Who may ask for an operation or a query: a named condition on the act, checked by the gate.

Which rows the act then touches is decided by the database (:mod:`moothall.kernel.access`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.act import Act, Role

MOOTHALL = _("Moothall itself")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on an act, with ``words`` for the person it refuses (who is never
    told of Moothall itself) and for its documentation, unless that says ``documented``."""

    words: str | Promise
    allows: Callable[[Act], bool]
    documented: str = ""

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(
            _either(self.words, other.words),
            lambda act: self.allows(act) or other.allows(act),
            f"{self.documented or self.words} or {other.documented or other.words}",
        )


def _either(one: str | Promise, other: str | Promise) -> str | Promise:
    if one is other or other is MOOTHALL:
        return one
    if one is MOOTHALL:
        return other
    return format_lazy(_("{one} or {other}"), one=one, other=other)


anyone = Condition(_("anyone"), lambda act: True)
"""No sign-in needed."""

somebody = Condition(_("anyone who has given their details"), lambda act: act.person is not None)
"""A resident (guest or signed in) or a member of staff."""

public = Condition(_("people who have not said who they are"), lambda act: act.role is Role.PUBLIC)
"""Somebody nobody knows."""

resident = Condition(_("residents"), lambda act: act.role is Role.RESIDENT)
"""A person acting for themselves or with a mandate."""

system = Condition(MOOTHALL, lambda act: act.role is Role.SYSTEM)
"""Reactions, tasks and imports."""

operator = Condition(_("those who run the place"), lambda act: act.role is Role.OPERATOR, "operators")
"""Those who run the installation."""

member = Condition(
    _("people who work for an organisation here"),
    lambda act: act.organisation is not None and act.role is not Role.SYSTEM,
)
"""Somebody acting for an organisation, in whatever role."""


def staff(permission: str) -> Condition:
    """Members of an organisation whose roles there give ``permission`` (such as ``cases.work``)."""
    return Condition(
        _holders(permission),
        lambda act: act.organisation is not None and (act.role is Role.SYSTEM or act.may(permission)),
        f"staff with “{permission}”",
    )


def _holders_of(permission: str) -> str:
    return str(capability.permissions()[permission].holders)


_holders = lazy(_holders_of, str)
"""Read from the manifests when somebody is refused: while conditions are made they are not all there."""
