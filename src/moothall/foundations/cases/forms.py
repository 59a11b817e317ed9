"""What staff and residents type about a case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import fields, forms
from moothall.foundations.cases.queries.cases import CaseStanding
from moothall.foundations.cases.queries.colleagues import Colleague
from moothall.kernel.queries.organisations import TeamShown

LONGEST = 5_000

Typed = Mapping[str, Any] | None


def status(standing: CaseStanding, typed: Typed = None) -> forms.Form:
    """Which status comes next."""
    kind = standing.kind
    options = [(code, kind.status(code)) for code in standing.following]
    question = fields.Choice(_("What happens next?"), options, called=_("what happens next"))
    return forms.Form.of({"status": question})(typed, prefix="status")


def text(action: str, label: str, hint: str, typed: Typed = None) -> forms.Form:
    """A note or a message."""
    question = fields.TextArea(label, hint=hint, most=LONGEST, rows=4, called=label.lower())
    return forms.Form.of({"text": question})(typed, prefix=action)


def pause(standing: CaseStanding, typed: Typed = None) -> forms.Form:
    """Why the clock stops."""
    options = [(code, standing.kind.stages.reason(code)) for code in standing.kind.type.pause_reasons]
    question = fields.Choice(_("Why does the clock stop?"), options, called=_("why the clock stops"))
    return forms.Form.of({"reason": question})(typed, prefix="pause")


def allocation(
    colleagues: Iterable[Colleague],
    teams: Sequence[TeamShown],
    typed: Typed = None,
    *,
    own: UUID | None = None,
) -> forms.Form:
    """To whom a case goes: those who can work it, of the ``own`` team first."""
    called = {str(team.id): team.name for team in teams}
    able = [colleague for colleague in colleagues if colleague.is_live and colleague.may_work]
    able.sort(key=lambda one: (one.team != own, called.get(str(one.team), ""), one.name))
    people = [(str(one.id), _with_team(one.name, called.get(str(one.team)))) for one in able]
    hint = _("It goes to their team with them.")
    questions: dict[str, fields.Field] = {
        "to": fields.Select(_("Colleague"), people, hint=hint, required=False),
        "team": fields.Select(_("Team"), [(str(team.id), team.name) for team in teams], required=False),
    }
    return forms.Form.of(questions)(typed, prefix="allocate")


def _with_team(name: str, team: str | None) -> str:
    return f"{name}, {team}" if team else name


def restrict(colleagues: Iterable[Colleague], typed: Typed = None) -> forms.Form:
    """Who may still see a case once it is restricted."""
    names = sorted((c.name, str(c.id)) for c in colleagues if c.is_live)
    people = fields.Choices(
        _("Who else may see it?"), [(id, name) for name, id in names], required=False,
        hint=_("You always can. Nobody else, the resident neither, sees this case anywhere any more."),
    )  # fmt: skip
    return forms.Form.of({"people": people})(typed, prefix="restrict")


LIFTING: dict[str, Any] = {
    "mistake": gettext_lazy("It was restricted by mistake"),
    "danger-over": gettext_lazy("What it guarded against is over"),
    "wider-work": gettext_lazy("More colleagues need to work on it"),
}


def lift(typed: Typed = None) -> forms.Form:
    """Why a restriction is lifted."""
    hint = _("Everybody who works cases here, and the resident, will see it again. The reason is kept.")
    question = fields.Choice(_("Why?"), list(LIFTING.items()), hint=hint, called=_("why"))
    return forms.Form.of({"reason": question})(typed, prefix="lift")


class Reached(fields.Text):
    """Where somebody is reached: an email address or, without an ``@`` in it, a mobile number."""

    called = gettext_lazy("the email address or mobile number")

    def to_python(self, value: Any) -> str:
        """As addresses and numbers are kept. Raises what their own fields raise."""
        kind = fields.Email if "@" in str(value or "") else fields.Phone
        return str(kind("", called=self.called).to_python(value))


def link_again(typed: Typed = None) -> forms.Form:
    """Where to send somebody their links again: to a mobile number only where the place sends texts."""
    email, number = _("The email address you gave"), _("The email address or mobile number you gave")
    by_text = bool(settings.MOOTHALL_CHANNELS.get("sms"))
    where = Reached(number, autocomplete="email") if by_text else fields.Email(email)
    return forms.Form.of({"where": where})(typed)


def reason(typed: Typed = None) -> forms.Form:
    """Why somebody reads a case of another team."""
    hint = _("The person this is about can read your words. The case stays open to you for eight hours.")
    question = fields.TextArea(
        _("Why do you need to open this case?"),
        hint=hint,
        most=300,
        rows=3,
        called=_("why you need to open it"),
    )
    return forms.Form.of({"reason": question})(typed, prefix="reason")


def chosen(value: str | None) -> UUID | None:
    """An optional choice as an id."""
    return UUID(value) if value else None
