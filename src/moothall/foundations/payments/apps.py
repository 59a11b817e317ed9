"""Payments as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Kept, Permission, Section


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
        Entry(Section.STAFF, _("Payments"), "payments_staff_list", needs="payments.read", order=40),
    )
    keeps_about_people = (
        Kept(
            "payments_payment",
            ("person_id",),
            ("amount_pence", "lines"),
            _("What somebody paid, and for what"),
        ),
        Kept("payments_refund", ("asked_by_id",), ("note",), _("Who gave money back, and why")),
    )
