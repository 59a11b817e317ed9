"""Asking for a comment, a report, a decision, an appeal."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from moothall.design import fields, forms
from moothall.foundations.comments import rules
from moothall.foundations.comments.presenters import OUTCOMES, REASONS

EVERYBODY = _("Everybody sees this. Leave out names, addresses and telephone numbers.")


def comment_form(*, is_official: bool, label: Promise | str) -> type[forms.Form]:
    """What somebody says, and under which name; an organisation speaks under its own."""
    asked: dict[str, fields.Field] = {}
    if not is_official:
        asked["shown_as"] = fields.Text(
            _("Name to show"), called=_("the name to show"), most=rules.LONGEST_NAME, width=20,
            hint=_("It need not be your real name. Nobody else sees who you are."),
        )  # fmt: skip
    asked["body"] = fields.TextArea(label, called=_("your comment"), most=rules.LONGEST_BODY, hint=EVERYBODY)
    return forms.Form.of(asked)


class ReportForm(forms.Form):
    """What is wrong with something."""

    reason = fields.Choice(
        _("What is wrong with it?"), list(REASONS.items()), called=_("what is wrong with it")
    )
    words = fields.TextArea(
        _("Say more if you like"), most=rules.LONGEST_WORDS, required=False,
        hint=_("Only moderators read this. If somebody is in danger now, call 999."),
    )  # fmt: skip


class AppealForm(forms.Form):
    """Why a decision was wrong."""

    words = fields.TextArea(
        _("Why should it be decided otherwise?"), called=_("why it should be decided otherwise"),
        most=rules.LONGEST_WORDS,
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What somebody else decides on appeal."""

    outcome = fields.Choice(
        _("What do you decide?"),
        [("uphold", _("The first decision stands")), ("reverse", _("Take the first decision back"))],
        called=_("what you decide"),
    )
    words = fields.TextArea(_("Why, for the author"), called=_("why"), most=rules.LONGEST_WORDS)


def decision_form(
    outcomes: Mapping[str, Promise] = OUTCOMES, *, may_suspend: bool = True
) -> type[forms.Form]:
    """What moderators decide, for which rule, in which words."""
    asked: dict[str, fields.Field] = {
        "outcome": fields.Choice(
            _("What do you decide?"), list(outcomes.items()), called=_("what you decide")
        ),
        "rule": fields.Select(
            _("Which rule was broken?"), list(REASONS.items()), required=False, called=_("the rule"),
            hint=_("Needed for everything but keeping it."),
        ),
        "words": fields.TextArea(
            _("What the author is told"), most=rules.LONGEST_WORDS, required=False,
            hint=_("Needed for everything but keeping it. Say what was wrong and what they can do."),
        ),
    }  # fmt: skip
    if may_suspend:
        asked["suspend_days"] = fields.Select(
            _("Keep the author from commenting here"),
            [(str(days), _days(days)) for days in rules.SUSPENSIONS],
            required=False, called=_("for how long"),
        )  # fmt: skip
    return forms.Form.of(asked)


def _days(days: int) -> Promise | str:
    return (
        ngettext_lazy("For %(days)s day", "For %(days)s days", "days") % {"days": days} if days else _("No")
    )
