"""Comments in words: what a timeline says of them, and their panel on a matter's page."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.foundations.comments import presenters
from moothall.foundations.comments.events import CommentHidden, CommentWritten
from moothall.foundations.comments.presenters import Board
from moothall.foundations.comments.queries import reading, reviewing, standing
from moothall.kernel import navigation
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, describes
from moothall.kernel.manifest import Commenters, Known
from moothall.kernel.models import Matter
from moothall.kernel.notices import Notice, notices
from moothall.kernel.reactions import Envelope
from moothall.kernel.threads import PANELS, Panel, commenters


@describes(CommentWritten)
def written(act: Act, envelope: Envelope[CommentWritten]) -> Description | None:
    """An organisation said something. What people say stands among the comments."""
    if not envelope.event.is_official:
        return None
    return Description(_("Statement"), href=reverse("comments:comment", args=[envelope.event.comment]))


@describes(CommentHidden)
def hidden(act: Act, envelope: Envelope[CommentHidden]) -> Description:
    """Moderators hid a comment, and why."""
    return Description(_("A comment was hidden"), presenters.rule_in_words(envelope.event.rule))


@notices(needs="comments.moderate")
def urgent(act: Act) -> Iterable[Notice]:
    """Reports that are looked at before all others."""
    number = len(reviewing.queue(act, kind="urgent", limit=20).items)
    if number:
        words = ngettext(
            "%(number)s urgent report of a comment", "%(number)s urgent reports of comments", number
        )
        yield Notice(words % {"number": number}, reverse("comments:queue"))


@PANELS.each
def panel(act: Act, matter: Matter, asked: Mapping[str, str]) -> Panel | None:
    """The comments on a matter that can have some, and the form to add one."""
    if commenters(matter.kind) is Commenters.NOBODY:
        return None
    newest_first, cursor = asked.get("comments") == "newest", asked.get("cursor", "")
    found = reading.comments(act, matter=matter.pk, newest_first=newest_first, cursor=cursor)
    replies = reading.first_replies(act, comments=[one.id for one in found.items if one.replies])
    board = Board(
        matter=matter.pk,
        organisation=matter.organisation_id,
        thread=navigation.page(Known.THREAD, matter.reference),
        standing=standing.standing(act, matter=matter.pk),
        pinned=presenters.lines(() if cursor else reading.pinned(act, matter=matter.pk)),
        lines=presenters.lines(found.items, replies),
        newest_first=newest_first,
        next_cursor=found.next,
        is_later=bool(cursor),
        may_report=act.organisation is None,
    )
    return Panel("comments/_panel.html", board)
