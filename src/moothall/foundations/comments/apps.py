"""Comments as a capability."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import Field

from moothall.kernel import capability
from moothall.kernel.manifest import OF_WORK, Counted, Ends, Entry, Kept, Permission, Section
from moothall.kernel.settings import Asked, Settings


class CommentSettings(Settings):
    """How an organisation lets people comment, and what it asks of them."""

    title = _("Comments")

    house_rules: Annotated[
        tuple[str, ...],
        Asked(_("House rules"), _("One rule on each line. They stand where people comment.")),
    ] = (
        gettext_noop("Be kind. Speak about the matter, not about the people."),
        gettext_noop("Say nothing personal about yourself or anybody else."),
        gettext_noop("No advertising."),
    )
    checked_first: Annotated[
        tuple[str, ...],
        Asked(
            _("Look at comments first on these types of matter"),
            _("One type on each line, as in the list of roles. Everybody sees other comments at once."),
        ),
    ] = ()
    hide_at_flags: Annotated[
        int,
        Field(ge=0, le=50),
        Asked(
            _("Reports of danger after which a comment is hidden until somebody has looked"),
            _("From different people who are signed in. 0 hides nothing by itself."),
        ),
    ] = 3
    most_per_hour: Annotated[
        int, Field(ge=1, le=100), Asked(_("Comments one person may write in an hour"), _("From 1 to 100."))
    ] = 10


class Comments(capability.Capability):
    """Lets people comment on matters and report what is wrong, and organisations moderate it with reasons
    and appeal."""

    name = "moothall.foundations.comments"
    label = "comments"
    title = "Comments"
    settings = CommentSettings

    permissions = (
        Permission(
            "comments.moderate",
            _("Look after comments: hide, pin, warn, decide on reports and appeals"),
            _("people who look after comments"),
            carries=("matters.work",),
        ),
        Permission(
            "comments.speak",
            _("Comment in the name of the organisation"),
            _("people who speak for an organisation"),
            carries=("matters.reach",),
        ),
    )
    roles = {
        "case_worker": ("comments.speak",),
        "manager": ("comments.speak", "comments.moderate"),
    }
    navigation = (
        Entry(
            Section.ACCOUNT,
            _("Your comments"),
            "comments:mine",
            order=55,
            words=_("What you wrote, and what moderators decided"),
        ),
        Entry(Section.STAFF, _("Comments"), "comments:queue", needs="comments.moderate", order=75),
    )
    counts = (
        Counted("comments.written", _("Comments written"), "comments.CommentWritten"),
        Counted("comments.hidden", _("Comments hidden"), "comments.CommentHidden"),
        Counted("comments.flagged", _("Comments reported"), "comments.Flagged"),
    )
    keeps_about_people = (
        Kept(
            "comments_text",
            ("comment_id",),
            ("shown_as", "body", "encrypted", "written_at"),
            _("Your comments, also as they were before you changed them"),
            ends=Ends.REMOVED,
        ),
        Kept(
            "comments_comment",
            ("author_id",),
            ("written_at", "withdrawn_at", "hidden_at", "hidden_for"),
            _("Where and when you commented, and what was hidden"),
            ends=Ends.KEPT,
            why=_("That there was a comment stays, empty, so that what others answered makes sense."),
        ),
        Kept(
            "comments_author",
            ("person_id",),
            ("wrote_at",),
            _("That you wrote a comment, which only moderators see"),
            ends=Ends.KEPT,
            why=_("It leads to nobody any more: who you were is gone."),
        ),
        Kept(
            "comments_flag",
            ("person_id",),
            ("reason", "words", "flagged_at"),
            _("What you reported to moderators"),
            ends=Ends.EMPTIED,
            empties=("words",),
            why=_("That somebody reported it, and why, shows how the decision came about."),
        ),
        Kept(
            "comments_appeal",
            ("person_id",),
            ("words", "appealed_at"),
            _("Your appeals against decisions of moderators"),
            ends=Ends.EMPTIED,
            empties=("words",),
            why=_("That there was an appeal shows how the decision came about."),
        ),
        Kept(
            "comments_decision",
            ("decided_by_id",),
            ("outcome", "rule", "decided_at"),
            _("What you decided about comments at work"),
            ends=Ends.KEPT,
            why=_("An organisation answers for its decisions for as long as it keeps its records."),
            withheld=OF_WORK,
        ),
    )
