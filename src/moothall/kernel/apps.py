"""The kernel as a Django app."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability, policies, roles
from moothall.kernel.contact import Contact
from moothall.kernel.manifest import Entry, Kept, Permission, Section


class Kernel(capability.Capability):
    """What everything may assume, and what knows nothing above it."""

    name = "moothall.kernel"
    label = "kernel"
    title = "Kernel"
    settings = Contact
    permissions = (
        Permission("matters.reach", "", _("people who deal with requests here")),
        Permission("matters.read", "", _("people who deal with requests here"), carries=("matters.reach",)),
        Permission(
            "matters.oversee",
            _("See and do the work of every team"),
            _("managers who oversee all work here"),
            for_whole=True,
        ),
        Permission("matters.work", "", _("people who work on requests here"), carries=("matters.read",)),
        Permission(
            "matters.advise",
            _("Answer people at a desk: sees who asked for what, not what they answered"),
            _("people who answer questions at a contact centre"),
        ),
        Permission(
            "matters.reason",
            _("Read the work of other teams, with a reason that the person sees"),
            _("people who work on requests here"),
        ),
        Permission(
            "matters.restrict",
            _("Restrict something to the people named"),
            _("managers who may restrict a case"),
        ),
        Permission("matters.counts", "", _("people who look at how many ask")),
        Permission("people.names", "", _("people whose work is with people here")),
        Permission(
            "people.contact", "", _("people whose work is with people here"), carries=("people.names",)
        ),
        Permission("calendars.manage", "", _("people who plan on which days there is work")),
        Permission(
            "people.manage",
            _("Invite people, give roles, make keys and teams"),
            _("people who manage who works here"),
            carries=("people.names", "calendars.manage"),
            for_whole=True,
        ),
        Permission(
            "settings.edit",
            _("Settle how the organisation works here"),
            _("managers who settle how their organisation works here"),
            for_whole=True,
        ),
        Permission(
            "roles.give", _("Make roles and give any of them"), _("managers who give roles"), for_whole=True
        ),
        Permission(
            "place.operate",
            _("Run the place"),
            _("those who run the place"),
            for_whole=True,
            is_place_wide=True,
        ),
        Permission(
            "connections.manage",
            _("Connect systems, such as a payment provider, with their keys"),
            _("managers who connect systems"),
            for_whole=True,
        ),
        Permission(
            "facts.replay",
            _("Send on what could not be dealt with"),
            _("those who run the place"),
            for_whole=True,
            is_place_wide=True,
        ),
        Permission(
            "place.steward",
            _("Watch over the place for its residents"),
            _("the stewards of the place"),
            for_whole=True,
            is_place_wide=True,
        ),
    )
    usual_roles = {
        "volunteer": _("Volunteer"),
        "case_worker": _("Case worker"),
        "adviser": _("Adviser"),
        "manager": _("Manager"),
        "service_owner": _("Service owner"),
        "operator": _("Operator"),
        "steward": _("Steward"),
    }
    roles = {
        "case_worker": ("matters.reason",),
        "adviser": ("matters.advise",),
        "manager": (
            "matters.oversee",
            "matters.reason",
            "matters.restrict",
            "people.manage",
            "roles.give",
            "settings.edit",
            "connections.manage",
        ),
        "operator": ("place.operate", "facts.replay", "people.manage", "settings.edit", "connections.manage"),
        "steward": ("place.steward",),
    }
    navigation = (
        Entry(Section.STAFF, _("Today"), "today", order=0, marks_section=False),
        Entry(Section.STAFF, _("Still to do"), "waiting", needs="place.operate", order=80),
        Entry(Section.STAFF, _("Who reads what"), "readings", needs="place.steward", order=96),
        Entry(Section.STAFF, _("Failed updates"), "parked-facts", needs="facts.replay", order=90),
        Entry(
            Section.ACCOUNT,
            _("Whom you act for"),
            "acting",
            order=10,
            words=_("Yourself, somebody who lets you, or an organisation you work for"),
        ),
    )
    keeps_about_people = (
        Kept(
            "kernel_person",
            ("id",),
            ("assurance", "language", "personal"),
            _("Who somebody is and how to reach them"),
        ),
        Kept("kernel_attribute", ("person_id",), ("value",), _("What else somebody has told")),
        Kept(
            "kernel_datakey",
            ("holder",),
            ("wrapped",),
            _("The key that what is kept of somebody is encrypted under"),
        ),
        Kept("kernel_link", ("person_id",), ("leads_to",), _("Links that let somebody back in")),
        Kept(
            "kernel_mandate",
            ("principal_id", "agent_id"),
            ("purposes", "basis"),
            _("Who lets whom act for them"),
        ),
        Kept("kernel_assignment", ("person_id",), ("service",), _("Which roles somebody has")),
        Kept("kernel_membership", ("person_id",), ("since_at",), _("Which organisations somebody works for")),
        Kept("kernel_setting", ("made_by_id",), (), _("Who settled how an organisation works")),
        Kept("kernel_program", ("made_by_id",), (), _("Who let a program in")),
        Kept("kernel_connection", ("made_by_id",), (), _("Who connected a system of an organisation's own")),
        Kept(
            "kernel_matter",
            ("person_id",),
            ("kind", "reference"),
            _("That something was begun about somebody"),
        ),
        Kept("kernel_participant", ("person_id",), ("role",), _("Who is on something, and as what")),
        Kept(
            "kernel_grant",
            ("person_id",),
            ("purpose", "reason"),
            _("With whom something about somebody was shared"),
        ),
        Kept(
            "kernel_reason",
            ("person_id", "reader_id"),
            ("sealed",),
            _("Why somebody read the work of another team"),
        ),
        Kept("kernel_auditentry", ("actor_id", "subject_id"), (), _("Who did or read what, and about whom")),
        Kept("kernel_fact", ("person_id", "actor_id"), (), _("What happened, to whom and by whom")),
        Kept(
            "kernel_idempotencykey",
            ("actor_id",),
            ("arguments", "outcome"),
            _("What was just asked, so that a repeat changes nothing"),
        ),
    )

    def ready(self) -> None:
        """Open the rooms, and have access policies written after every migration."""
        super().ready()
        post_migrate.connect(policies.after_migrate, sender=self, dispatch_uid="moothall-access")
        post_migrate.connect(roles.after_migrate, sender=self, dispatch_uid="moothall-roles")
