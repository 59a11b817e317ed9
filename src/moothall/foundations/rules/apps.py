"""Rules as a Django app."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Kept, Permission, Section


class Rules(capability.Capability):
    """Decides by rules that belong to services: who may have something, what it costs, what comes first."""

    name = "moothall.foundations.rules"
    label = "rules"
    title = "Rules"

    permissions = (
        Permission(
            "rules.read",
            _("See the rules of services, and try them"),
            _("people who work with the rules of services"),
            carries=("matters.counts", "people.names"),
        ),
    )
    roles = dict.fromkeys(("case_worker", "adviser", "manager", "service_owner"), ("rules.read",))
    navigation = (Entry(Section.STAFF, _("Rules"), "rules:list", needs="rules.read", order=50),)
    keeps_about_people = (
        Kept(
            "rules_decision",
            ("person_id",),
            ("rules", "decision", "encrypted"),
            _("What a rule decided for you, and from what"),
            why=_("Which rule was asked, not what it said."),
        ),
    )
