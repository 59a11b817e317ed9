"""Cases: what an organisation does about what somebody asked for."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import (
    SERVICE,
    Counted,
    Ends,
    Entry,
    Kept,
    Known,
    Page,
    Permission,
    Section,
    Shown,
)


class Cases(capability.Capability):
    """Keeps cases with their statuses, clocks, queues, notes and letters, and shows each as a thread."""

    name = "moothall.foundations.cases"
    label = "cases"
    title = "Cases"

    permissions = (
        Permission(
            "cases.read",
            _("See cases"),
            _("people who deal with requests here"),
            carries=("matters.read", "people.contact"),
        ),
        Permission(
            "cases.work",
            _("Work cases: statuses, notes, letters, sharing"),
            _("people who work on requests here"),
            carries=("cases.read", "matters.work"),
        ),
        Permission(
            "cases.allocate",
            _("Share out cases"),
            _("managers who share out requests"),
            carries=("cases.work",),
        ),
    )
    roles = {
        "volunteer": ("cases.read",),
        "case_worker": ("cases.read", "cases.work"),
        "adviser": ("cases.read", "cases.work"),
        "manager": ("cases.read", "cases.work", "cases.allocate"),
    }
    navigation = (
        Entry(Section.PUBLIC, _("My requests"), "cases:mine_list", order=30),
        Entry(
            Section.FRONT, _("Your requests"), "cases:mine_list", order=40, words=_("See what happens next")
        ),
        Entry(
            Section.ACCOUNT,
            _("Who looked"),
            "cases:who_looked",
            words=_("Every time somebody read or changed something about you"),
        ),
        Entry(Section.STAFF, _("Cases"), "cases:queue", needs="cases.read", order=10),
    )
    pages = {Known.MINE: Page("cases:mine_list"), Known.LOST_LINK: Page("cases:link_again")}
    matters = (Shown(SERVICE, person="cases:mine", staff="cases:case"),)
    counts = (
        Counted("cases.opened", _("Cases opened"), "cases.CaseOpened", by="type"),
        Counted("cases.closed", _("Cases closed"), "cases.CaseClosed", by="type"),
    )
    keeps_about_people = (
        Kept(
            "cases_case",
            ("person_id", "assigned_to_id"),
            ("reference", "status", "words"),
            _("What you asked for, and how it stands"),
            ends=Ends.EMPTIED,
            empties=("words",),
            why=_(
                "It shows that something was asked for, until the time that such requests are kept is over."
            ),
        ),
        Kept("cases_answers", ("case_id",), ("encrypted",), _("What you answered"), ends=Ends.REMOVED),
        Kept(
            "cases_note",
            ("person_id", "written_by_id"),
            ("encrypted",),
            _("Notes of those who work on it"),
            withheld=_(
                "A note may say what somebody else told in confidence, so a person has to look first. Ask the"
                " organisation for the notes about you: it has one month to answer (UK GDPR, Article 12(3))."
            ),
        ),
        Kept(
            "cases_casemessage",
            ("person_id", "written_by_id"),
            ("side", "encrypted"),
            _("What was written to you and by you"),
            why=_("Who wrote when, not what."),
        ),
    )
