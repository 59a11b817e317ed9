"""Asking whom to invite, and asking the invited for a password."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms
from moothall.design.fields import Option
from moothall.kernel.queries.organisations import TeamShown

ROLE_WORDS: dict[str, tuple[Any, Any]] = {
    "volunteer": (_("Volunteer"), _("Reads the cases of the organisation")),
    "case_worker": (_("Case worker"), _("Works cases, writes to people, sees bookings and payments")),
    "adviser": (_("Adviser"), _("Works cases and bookings, looks things up for people")),
    "manager": (_("Manager"), _("Also allocates and restricts cases, refunds, and invites people")),
    "service_owner": (_("Service owner"), _("Looks after services, rules, calendars and directory entries")),
    "operator": (_("Operator"), _("Runs the place itself")),
    "steward": (_("Steward"), _("Watches over the place for its residents")),
}


def role_words(roles: Iterable[str]) -> str:
    """Roles in words, for one line."""
    return ", ".join(str(ROLE_WORDS[role][0]) if role in ROLE_WORDS else role for role in roles)


def invite_form(teams: Iterable[TeamShown], *, givable: set[str]) -> type[forms.Form]:
    """Whom to invite, in which of the ``givable`` roles and to which of the organisation's ``teams``."""
    offered = [role for role in ROLE_WORDS if role in givable]
    choices = [Option(str(team.id), team.name) for team in teams]
    asked: dict[str, Any] = {
        "name": fields.Text(_("Name"), called=_("their name"), most=100, autocomplete="off"),
        "email": fields.Email(
            _("Email address"), called=_("their email address"), hint=_("Where they work is best.")
        ),
        "roles": fields.Choices(
            _("What may they do?"), [Option(role, *ROLE_WORDS[role]) for role in offered], called=_("a role")
        ),
    }
    if choices:
        asked["team"] = fields.Select(_("Team"), choices, called=_("a team"), required=False)
    return forms.Form.of(asked)


def key_form(permissions: Iterable[str]) -> type[forms.Form]:
    """What a new key is for, and which of ``permissions``, the maker's own, it gives."""
    return forms.Form.of(
        {
            "name": fields.Text(
                _("What is the key for?"), called=_("what the key is for"), most=100,
                hint=_("Such as the name of the program."),
            ),
            "permissions": fields.Choices(
                _("What may it do?"), [Option(one, one) for one in sorted(permissions)],
                called=_("what it may do"),
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
