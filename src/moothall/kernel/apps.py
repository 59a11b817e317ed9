"""The kernel as a Django app."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability, policies, roles
from moothall.kernel.manifest import AT_WORK, OF_WORK, Ends, Entry, Kept, Permission, Section
from moothall.kernel.place_settings import PlaceSettings


class Kernel(capability.Capability):
    """What everything may assume, and what knows nothing above it."""

    name = "moothall.kernel"
    label = "kernel"
    title = "Kernel"
    settings = PlaceSettings
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
            "people.assist",
            _("Do things with people at a desk or on the telephone, in their name"),
            _("people who help others at a desk"),
            carries=("people.contact",),
            for_whole=True,
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
            "events.replay",
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
        "adviser": ("matters.advise", "people.assist"),
        "manager": (
            "matters.oversee",
            "matters.reason",
            "matters.restrict",
            "people.manage",
            "roles.give",
            "settings.edit",
            "connections.manage",
        ),
        "operator": (
            "place.operate",
            "events.replay",
            "people.manage",
            "settings.edit",
            "connections.manage",
        ),
        "steward": ("place.steward",),
    }
    navigation = (
        Entry(Section.STAFF, _("Today"), "kernel:today", order=0, marks_section=False),
        Entry(Section.STAFF, _("Still to do"), "kernel:waiting", needs="place.operate", order=80),
        Entry(Section.STAFF, _("Who reads what"), "kernel:readings", needs="place.steward", order=96),
        Entry(Section.STAFF, _("Failed updates"), "kernel:parked", needs="events.replay", order=90),
        Entry(
            Section.ACCOUNT,
            _("Whom you act for"),
            "kernel:acting",
            order=10,
            words=_("Yourself, somebody who lets you, or an organisation you work for"),
        ),
        Entry(
            Section.ACCOUNT,
            _("Who may act for you"),
            "kernel:mandates",
            order=12,
            words=_("Somebody you let, or who helps you at a desk; end it here"),
        ),
    )
    keeps_about_people = (
        Kept(
            "kernel_person",
            ("id",),
            ("assurance", "language", "personal"),
            _("Who you are"),
            why=_("That there was somebody, and in which language they were written to; not who."),
        ),
        Kept("kernel_contact", ("person_id",), ("encrypted",), _("How to reach you"), ends=Ends.REMOVED),
        Kept("kernel_attribute", ("person_id",), ("value",), _("What else you have told"), ends=Ends.REMOVED),
        Kept(
            "kernel_datakey",
            ("holder",),
            ("wrapped",),
            _("The key that what is kept of you is encrypted under"),
            withheld=_("It is not about you, and whoever had it could read everything else."),
        ),
        Kept(
            "kernel_link",
            ("person_id",),
            ("leads_to",),
            _("Links that let you back in"),
            ends=Ends.REMOVED,
            withheld=_("You have the links; of them only a fingerprint is kept."),
        ),
        Kept(
            "kernel_mandate",
            ("principal_id", "agent_id"),
            ("services", "basis"),
            _("Who may act for you, and for whom you may act"),
            ends=Ends.KEPT,
            why=_("It shows that what somebody did for another was allowed."),
        ),
        Kept(
            "kernel_membership",
            ("person_id",),
            ("since_at",),
            _("Which organisations you work for"),
            ends=Ends.KEPT,
            why=_("It shows that what somebody did at work was theirs to do."),
        ),
        Kept(
            "kernel_setting",
            ("made_by_id",),
            (),
            _("Who settled how an organisation works"),
            ends=Ends.KEPT,
            why=AT_WORK,
            withheld=OF_WORK,
        ),
        Kept(
            "kernel_program",
            ("made_by_id",),
            (),
            _("Who let a program in"),
            ends=Ends.KEPT,
            why=AT_WORK,
            withheld=OF_WORK,
        ),
        Kept(
            "kernel_connection",
            ("made_by_id",),
            (),
            _("Who connected a system of an organisation's own"),
            ends=Ends.KEPT,
            why=AT_WORK,
            withheld=OF_WORK,
        ),
        Kept(
            "kernel_assignment",
            ("person_id",),
            ("service",),
            _("Which roles you have at work"),
            ends=Ends.KEPT,
            why=_("It shows that what somebody did at work was theirs to do."),
        ),
        Kept(
            "kernel_matter",
            ("person_id",),
            ("kind", "reference"),
            _("That something was begun about you"),
            ends=Ends.KEPT,
            why=_("It shows how much was asked for and done, as long as the organisation keeps its records."),
        ),
        Kept(
            "kernel_participant",
            ("person_id",),
            ("role",),
            _("What you take part in, and as what"),
            ends=Ends.KEPT,
            why=_("It says that somebody took part, not who."),
        ),
        Kept(
            "kernel_grant",
            ("person_id",),
            ("purposes", "attributes", "reason"),
            _("With whom something about you was shared"),
            ends=Ends.EMPTIED,
            empties=("reason",),
            why=_("It shows that what was shared was allowed; for what purpose, not the words."),
        ),
        Kept(
            "kernel_reason",
            ("person_id", "reader_id"),
            ("encrypted",),
            _("Why somebody read what another team does for you"),
        ),
        Kept(
            "kernel_auditentry",
            ("subject_id", "actor_id"),
            ("operation", "purpose"),
            _("Who did or read something about you, and why"),
            ends=Ends.KEPT,
            why=_("It shows that nobody misused what was known (UK GDPR, Article 5(2))."),
        ),
        Kept(
            "kernel_event",
            ("person_id", "actor_id"),
            ("name",),
            _("What happened, and when"),
            ends=Ends.KEPT,
            why=_("What happened stays in the order in which it happened; it never says who you were."),
        ),
        Kept(
            "kernel_idempotencykey",
            ("actor_id",),
            ("arguments", "outcome"),
            _("What you just asked, so that a repeat changes nothing"),
            ends=Ends.REMOVED,
            withheld=_("It is a fingerprint, and goes after a day."),
        ),
    )

    def ready(self) -> None:
        """Open the rooms, and have access policies written after every migration."""
        super().ready()
        post_migrate.connect(policies.after_migrate, sender=self, dispatch_uid="moothall-access")
        post_migrate.connect(roles.after_migrate, sender=self, dispatch_uid="moothall-roles")
