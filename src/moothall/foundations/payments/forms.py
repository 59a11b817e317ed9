"""Forms of the payments pages, and how a payment stands in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.design import fields, forms

PROVIDERS: dict[str, Promise] = {"embedded": _("the test provider")}
"""Providers in words; one that is not here goes by its own name."""

STANDINGS: dict[str, tuple[Promise, str]] = {
    "created": (_("Not paid yet"), ""),
    "authorised": (_("Authorised"), "info"),
    "captured": (_("Paid"), "good"),
    "failed": (_("Failed"), "bad"),
    "cancelled": (_("Cancelled"), ""),
    "refunded": (_("Refunded"), "careful"),
    "partly-refunded": (_("Partly refunded"), "careful"),
}
"""Words and the tone of the tag for each answer of ``rules.standing_of``."""

REASONS: dict[str, Promise] = {
    "cancelled": _("They cancelled in time"),
    "not-provided": _("We did not provide it"),
    "overcharged": _("We charged too much"),
    "goodwill": _("As a gesture of goodwill"),
}
"""Reasons for a refund, as ``Refund.Reason``."""

REFUND_STATES: dict[str, Promise] = {
    "asked": _("On its way"), "done": _("Refunded"), "failed": _("Did not go through"),
}  # fmt: skip

FAILURES: dict[str, Promise] = {
    "declined": _("The bank declined it"),
    "expired": _("It was not finished in time"),
    "cancelled": _("It was cancelled before anything was taken"),
    "error": _("The payment provider had a problem"),
}
"""Why nothing was taken, as ``Payment.reason``."""


class Filter(forms.Form):
    """Which payments to list."""

    state = fields.Select(
        _("Status"),
        [(key, words) for key, (words, _tone) in STANDINGS.items() if key != "partly-refunded"],
        required=False,
    )
    reference = fields.Text(_("Reference"), required=False, most=20, width=10)
    since_date = fields.Date(_("From"), required=False, called=_("the first day"))
    until_date = fields.Date(_("To"), required=False, called=_("the last day"))


class RefundForm(forms.Form):
    """How much to give back, and why."""

    amount = fields.Money(_("Amount to refund"), called=_("the amount to refund"), least=1)
    reason = fields.Choice(_("Why?"), list(REASONS.items()), called=_("why you refund"))
    note = fields.TextArea(
        _("Note for colleagues"), required=False, most=500, hint=_("The person can ask to see it.")
    )
