"""Asking whom to invite, and asking the invited for a password."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms
from moothall.design.fields import Option
from moothall.kernel import capability, scopes
from moothall.kernel.queries.organisations import TeamShown
from moothall.kernel.queries.roles import Given, RoleShown

SCOPES = {
    "organisation": _("all of the organisation’s work"),
    "team": _("the work of %(over)s"),
    "service": _("the service %(over)s"),
    "matter": _("%(over)s alone"),
}


def role_words(given: Given) -> str:
    """A role that somebody has, and over what."""
    over = str(SCOPES[given.scope]) % {"over": given.over}
    return given.title if given.scope == "organisation" else f"{given.title}: {over}"


def permission_words(permissions: Iterable[str]) -> list[str]:
    """What permissions let their holder do, in words, as far as anybody gives them by themselves."""
    held = set(permissions)
    return [str(one.lets) for one in capability.permissions().values() if one.code in held and one.lets]


def invite_form(teams: Iterable[TeamShown], *, givable: Iterable[RoleShown]) -> type[forms.Form]:
    """Whom to invite, in which of the ``givable`` roles and to which of the organisation's ``teams``."""
    offered = [_role(role, role.code) for role in givable]
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


def give_form(
    roles: Iterable[RoleShown], teams: Iterable[TeamShown], services: Iterable[str]
) -> type[forms.Form]:
    """Which role to give somebody, and over what."""
    kinds = [
        Option("organisation", _("All of the organisation’s work")),
        Option("team", _("The work of one team")),
        Option("service", _("One service")),
        Option("matter", _("One case or other matter, by its reference")),
    ]
    asked: dict[str, Any] = {
        "role": fields.Choice(
            _("Which role?"), [_role(role, str(role.id)) for role in roles], called=_("a role")
        ),
        "scope": fields.Choice(
            _("Over what?"), kinds, called=_("over what it is given"),
            hint=_(
                "Managing people, roles, settings, services and plans counts only over all of the"
                " organisation’s work."
            ),
        ),
        "team": fields.Select(
            _("Team"), [Option(str(team.id), team.name) for team in teams], called=_("a team"),
            hint=_("If it is for the work of one team."), required=False,
        ),
        "service": fields.Select(
            _("Service"), [Option(name, name) for name in services], called=_("a service"),
            hint=_("If it is for one service."), required=False,
        ),
        "reference": fields.Text(
            _("Reference"), called=_("a reference"), most=20, required=False,
            hint=_("If it is for one case or other matter."),
        ),
    }  # fmt: skip
    return forms.Form.of(asked)


def role_form(permissions: Iterable[str]) -> type[forms.Form]:
    """What a role of the organisation's own is called, and which of ``permissions`` it gives."""
    return forms.Form.of(
        {
            "title": fields.Text(
                _("What is the role called?"), called=_("what the role is called"), most=80,
                hint=_("Such as “Front desk” or “Fraud team lead”."),
            ),
            "permissions": fields.Choices(
                _("What does it let people do?"), _offered(permissions), called=_("what it lets people do")
            ),
        }
    )  # fmt: skip


def _role(role: RoleShown, value: str) -> Option:
    return Option(value, role.title, ". ".join(permission_words(role.permissions)))


def _offered(permissions: Iterable[str]) -> list[Option]:
    held = set(permissions)
    known = capability.permissions().values()
    return [Option(one.code, one.lets) for one in known if one.code in held and one.lets]


def team_of(answers: Mapping[str, Any]) -> UUID | None:
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
