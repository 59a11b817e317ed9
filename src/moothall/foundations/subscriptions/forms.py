"""What is asked of somebody who wants to follow something."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms
from moothall.foundations.subscriptions.models import Subscription

Typed = Mapping[str, Any] | None
Way, Pace = Subscription.Way, Subscription.Pace
THIS, KIND = "this", "kind"
WHAT = (
    (THIS, _("What happens to this")),
    (KIND, _("Everything new of its kind, from the same organisation")),
)
WAYS = ((Way.MESSAGE.value, _("In a message")), (Way.PAGE.value, _("Only here, under Notices")))
PACES = (
    (Pace.NOW.value, _("When it happens")),
    (Pace.DAILY.value, _("Once a day, all together")),
)


def telling() -> dict[str, fields.Field]:
    """How and how soon somebody who is signed in is told."""
    return {
        "way": fields.Choice(_("How do we tell you?"), WAYS, called=_("how we tell you")),
        "pace": fields.Choice(_("How soon?"), PACES, called=_("how soon")),
    }


def follow(typed: Typed = None, *, is_known: bool, may_be_kind: bool) -> forms.Form:
    """To follow something: what of it, and how; whoever we do not know gives their address."""
    asked: dict[str, fields.Field] = {}
    if may_be_kind:
        asked["what"] = fields.Choice(
            _("What do you want to follow?"), WHAT, called=_("what you want to follow")
        )
    if is_known:
        asked |= telling()
    else:
        hint = _(
            "We send you one message that asks whether it is yours, and tell you nothing before you say so."
        )
        asked["email"] = fields.Email(_("Your email address"), hint=hint)
        asked["pace"] = fields.Choice(_("How soon?"), PACES, called=_("how soon"))
    first = {"what": THIS, "way": Way.MESSAGE.value, "pace": Pace.NOW.value}
    return forms.Form.of(asked)(typed, initial=first)


def change(typed: Typed = None, *, way: str = "", pace: str = "") -> forms.Form:
    """To be told otherwise."""
    return forms.Form.of(telling())(typed, initial={"way": way, "pace": pace})
