"""What people type to build services."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from moothall.design import fields, forms

Typed = Mapping[str, Any] | None
MOST_TEXT, MOST_REASON, MOST_WORDS = 1_000_000, 500, 2_000
ROWS = 28


def new(typed: Typed = None) -> forms.Form:
    """What a new service is called."""
    return forms.Form.of(
        {
            "title": fields.Text(_("What is the service called?"), called=_("what it is called"), most=80),
            "name": fields.Text(
                _("A short name for its address"),
                hint=_("Small letters, digits and hyphens, such as bulky-waste."),
                called=_("a short name"),
                most=60,
                width=20,
            ),
        }
    )(typed)


def file(typed: Typed = None, **initial: str) -> forms.Form:
    """The text of one file."""
    return forms.Form.of(
        {
            "text": fields.TextArea(
                _("What the file says"),
                most=MOST_TEXT,
                rows=ROWS,
                count_from=99,
                required=False,
                says_optional=False,
                classes="moot-code",
            )
        }
    )(typed, initial=initial)


def added(typed: Typed = None) -> forms.Form:
    """The name of a file that is added."""
    return forms.Form.of(
        {
            "path": fields.Text(
                _("Add a file"),
                hint=_("Such as words.cy.yaml or rules/fee.yaml."),
                called=_("the name of the file"),
                most=100,
                width=20,
            )
        }
    )(typed)


def reason(typed: Typed = None) -> forms.Form:
    """What changes and why, for whoever looks at it."""
    return forms.Form.of(
        {
            "reason": fields.TextArea(
                _("What changes, and why?"),
                hint=_("One sentence for whoever looks at it. It is kept."),
                called=_("what changes, and why"),
                most=MOST_REASON,
                rows=2,
            )
        }
    )(typed)


def words(typed: Typed = None) -> forms.Form:
    """Something said about a draft."""
    return forms.Form.of(
        {"words": fields.TextArea(_("Say something about it"), called=_("what you want to say"),
                                  most=MOST_WORDS, rows=2)}
    )(typed)  # fmt: skip


def review(typed: Typed = None) -> forms.Form:
    """Why a draft is sent back."""
    return forms.Form.of(
        {"why": fields.TextArea(_("If you send it back: why?"), most=MOST_WORDS, rows=2, required=False,
                                  says_optional=False)}
    )(typed)  # fmt: skip


def begins(today: dt.date, typed: Typed = None) -> forms.Form:
    """From which day on a service is to be live."""
    return forms.Form.of(
        {
            "begins": fields.Date(
                _("From which day?"),
                hint=_("Leave it empty to publish it now."),
                called=_("the day"),
                earliest=today,
                required=False,
                says_optional=False,
            )
        }
    )(typed)
