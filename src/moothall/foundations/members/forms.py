"""Asking whom to invite, and asking the invited for a password."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms
from moothall.design.fields import Option
from moothall.kernel import capability, scopes
from moothall.kernel.queries.organisations import TeamShown
from moothall.kernel.roles import titles, usual


def role_words(roles: Iterable[str]) -> str:
    """Roles in words, for one line."""
    known = titles()
    return ", ".join(str(known.get(role, role)) for role in roles)


def permission_words(permissions: Iterable[str]) -> list[str]:
    """What permissions let their holder do, in words, as far as anybody gives them by themselves."""
    held = set(permissions)
    return [str(one.lets) for one in capability.permissions().values() if one.code in held and one.lets]


def invite_form(teams: Iterable[TeamShown], *, givable: set[str]) -> type[forms.Form]:
    """Whom to invite, in which of the ``givable`` roles and to which of the organisation's ``teams``."""
    offered = [
        Option(role, title, ". ".join(permission_words(usual()[role])))
        for role, title in titles().items()
        if role in givable
    ]
    choices = [Option(str(team.id), team.name) for team in teams]
    asked: dict[str, Any] = {
        "name": fields.Text(_("Name"), called=_("their name"), most=100, autocomplete="off"),
        "email": fields.Email(
            _("Email address"), called=_("their email address"), hint=_("Where they work is best.")
        ),
        "roles": fields.Choices(_("What may they do?"), offered, called=_("a role")),
    }
    if choices:
        asked["team"] = fields.Select(_("Team"), choices, called=_("a team"), required=False)
    return forms.Form.of(asked)


def program_form(permissions: Iterable[str]) -> type[forms.Form]:
    """What a program is, which of ``permissions``, the maker's own, it gets, and until when."""
    words = {scope: said for scope, said in scopes.useful().items() if scope in set(permissions)}
    return forms.Form.of(
        {
            "title": fields.Text(
                _("What is the program called?"), called=_("what the program is called"), most=100,
                hint=_("So that your colleagues know it, such as “Night import from the old system”."),
            ),
            "scopes": fields.Choices(
                _("What may it do?"), [Option(scope, said, scope) for scope, said in words.items()],
                called=_("what it may do"),
            ),
            "ends": fields.Date(
                _("Until when?"), called=_("the day it ends"), required=False,
                hint=_("The last day on which it may call. Leave it empty to shut it out yourself."),
            ),
        }
    )  # fmt: skip


def team_of(answers: dict[str, Any]) -> UUID | None:
    """The team that was chosen, if any."""
    return UUID(answers["team"]) if answers.get("team") else None


class NewPassword(fields.Password):
    """A password that somebody chooses, as strong as the place asks for."""

    def validate(self, value: Any) -> None:
        """Raises ``ValidationError`` when it is missing, short, or one that many people use."""
        super().validate(value)
        validate_password(value)


class Join(forms.Form):
    """What somebody without an account needs to join."""

    name = fields.Text(_("Your name"), called=_("your name"), most=100, autocomplete="name")
    password = NewPassword(
        _("Choose a password"), called=_("a password"), hint=_("At least 10 characters."), new=True
    )
