"""Who may ask for an operation or a query: a named condition on the act, checked by the gate.

Which rows the act then touches is decided by the database (:mod:`moothall.kernel.access`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from moothall.kernel.act import Act, Role

WORK = {
    "cases.read": _("people who deal with requests here"),
    "cases.work": _("people who work on requests here"),
    "cases.advise": _("people who answer questions at a contact centre"),
    "cases.allocate": _("managers who share out requests"),
    "cases.restrict": _("managers who may restrict a case"),
    "documents.add": _("people who work on requests here"),
    "messages.send": _("people who write to residents"),
    "bookings.work": _("people who look after bookings"),
    "bookings.manage": _("people who plan rounds and appointments"),
    "payments.read": _("people who look after payments"),
    "payments.refund": _("managers who may give money back"),
    "people.manage": _("people who manage who works here"),
    "settings.edit": _("managers who settle how their organisation works here"),
    "packs.edit": _("people who look after services"),
    "packs.publish": _("people who look after services"),
    "rules.read": _("people who work with the rules of services"),
    "directory.read": _("people who look things up in the directory"),
    "directory.edit": _("people who look after the directory"),
    "place.operate": _("those who run the place"),
    "facts.replay": _("those who run the place"),
    "imports.run": _("those who run the place"),
    "place.steward": _("the stewards of the place"),
}
"""What people with a permission do, for whoever has not got it."""

MOOTHALL = _("Moothall itself")


@dataclass(frozen=True, slots=True)
class Permission:
    """A condition on an act, with ``words`` for the person it refuses (who is never
    told of Moothall itself) and for its documentation, unless that says ``documented``."""

    words: str | Promise
    allows: Callable[[Act], bool]
    documented: str = ""

    def __or__(self, other: "Permission") -> "Permission":
        return Permission(
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


anyone = Permission(_("anyone"), lambda act: True)
"""No sign-in needed."""

somebody = Permission(_("anyone who has given their details"), lambda act: act.person is not None)
"""A resident (guest or signed in) or a member of staff."""

resident = Permission(_("residents"), lambda act: act.role is Role.RESIDENT)
"""A person acting for themselves or with a mandate."""

system = Permission(MOOTHALL, lambda act: act.role is Role.SYSTEM)
"""Reactions, tasks and imports."""

operator = Permission(_("those who run the place"), lambda act: act.role is Role.OPERATOR, "operators")
"""Those who run the installation."""

member = Permission(
    _("people who work for an organisation here"),
    lambda act: act.organisation is not None and act.role is not Role.SYSTEM,
)
"""Somebody acting for an organisation, in whatever role."""


def staff(permission: str) -> Permission:
    """Members of an organisation whose roles there give ``permission`` (such as ``cases.work``)."""
    return Permission(
        WORK.get(permission, _("people whose work it is")),
        lambda act: (
            act.organisation is not None and (act.role is Role.SYSTEM or permission in act.permissions)
        ),
        f"staff with “{permission}”",
    )
