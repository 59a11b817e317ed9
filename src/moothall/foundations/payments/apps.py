"""Payments as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Ends, Entry, Kept, Permission, Section


class Payments(capability.Capability):
    """Takes payments through a provider, gives refunds, and keeps the books."""

    name = "moothall.foundations.payments"
    label = "payments"
    title = "Payments"

    permissions = (
        Permission(
            "payments.read",
            _("See payments"),
            _("people who look after payments"),
            carries=("matters.reach", "people.names"),
        ),
        Permission(
            "payments.refund",
            _("Give money back"),
            _("managers who may give money back"),
            carries=("payments.read",),
        ),
    )
    roles = {"case_worker": ("payments.read",), "manager": ("payments.read", "payments.refund")}
    navigation = (
        Entry(Section.STAFF, _("Payments"), "payments:staff_list", needs="payments.read", order=40),
    )
    keeps_about_people = (
        Kept(
            "payments_payment",
            ("person_id",),
            ("amount_pence", "lines"),
            _("What you paid, and for what"),
            ends=Ends.KEPT,
            why=_(
                "Accounts are kept for six years (Value Added Tax Act 1994, schedule 11, paragraph 6): how"
                " much was paid for what, not by whom."
            ),
        ),
        Kept(
            "payments_refund",
            ("payment_id", "asked_by_id"),
            ("amount_pence", "note"),
            _("What was given back to you, and why"),
            why=_("Accounts are kept for six years: how much, not to whom nor the note."),
        ),
    )
