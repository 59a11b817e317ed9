"""Commenting, answering, changing what one wrote and taking it back."""

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.comments import rules
from moothall.foundations.comments.apps import CommentSettings
from moothall.foundations.comments.events import CommentEdited, CommentWithdrawn, CommentWritten
from moothall.foundations.comments.models import Author, Comment, Text
from moothall.foundations.comments.queries.standing import is_checked_first, refusal
from moothall.kernel import allow, clock, settings, vault
from moothall.kernel.act import Act
from moothall.kernel.doors.limits import Limit
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import DataKey, Matter, Organisation
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

WRITES = allow.resident | allow.staff("comments.speak")
NOT_FOUND = "We could not find that comment."


@operation(allow=WRITES, api="v1")
def write(act: Act, *, matter: UUID, body: str, shown_as: str = "", parent: UUID | None = None) -> UUID:
    """Comment on ``matter``, or answer its comment ``parent``. Somebody in person is ``shown_as`` the name
    they choose; who acts for an organisation speaks for it. Returns the comment's id.

    Refused without words, where nobody may comment, to somebody who is suspended, and too often in an hour.
    """
    row = _matter(matter)
    why_not = refusal(act, row)
    if why_not is not None:
        raise NotAllowed(str(why_not))
    _check(act, body, shown_as)
    if parent is not None:
        _check_parent(row, parent)
    _check_pace(act, row)
    comment = _added(act, row, parent)
    _say(act, row, comment.author_id, body, shown_as)
    if not comment.is_waiting:
        is_official = comment.organisation_id is not None
        written = CommentWritten(comment=comment.author_id, parent=parent, is_official=is_official)
        publish(written, act, matter=matter, person=None, organisation=row.organisation_id)
    return comment.author_id


@operation(allow=WRITES)
def edit(act: Act, *, comment: UUID, body: str, shown_as: str = "") -> None:
    """Change what one wrote. What it said before stays for its author and moderators. One that had to be
    looked at first, or was hidden, is looked at again."""
    row = _own(act, comment)
    _check(act, body, shown_as)
    Text.objects.filter(comment_id=comment, replaced_at=None).update(replaced_at=act.at)
    _say(act, row.matter, comment, body, shown_as)
    waits = row.is_waiting or row.hidden_at is not None or is_checked_first(act, row.matter)
    Comment.objects.filter(pk=comment).update(edited_at=act.at, is_waiting=waits)
    _publish(act, row, CommentEdited(comment=comment))


@operation(allow=WRITES)
def withdraw(act: Act, *, comment: UUID) -> None:
    """Take back what one wrote: nobody but its author and moderators reads it any more. Doing it twice
    changes nothing."""
    row = _own(act, comment, may_be_withdrawn=True)
    if row.withdrawn_at is None:
        Comment.objects.filter(pk=comment).update(withdrawn_at=act.at)
        _publish(act, row, CommentWithdrawn(comment=comment))


@operation(allow=allow.system)
def erase(act: Act, *, matter: UUID) -> None:
    """Destroy what all comments on ``matter`` say."""
    Text.objects.filter(comment__matter_id=matter).delete()


def _matter(matter: UUID) -> Matter:
    row = Matter.objects.filter(pk=matter).first()
    if row is None:
        raise NotFound(_("We could not find that."))
    return row


def _own(act: Act, comment: UUID, *, may_be_withdrawn: bool = False) -> Comment:
    """What the act's own person wrote; nothing is a program's own."""
    rows = Comment.objects.select_related("matter")
    row = rows.filter(pk=comment, author__person_id=act.person).first() if act.person else None
    if row is None or (row.withdrawn_at is not None and not may_be_withdrawn):
        raise NotFound(_(NOT_FOUND))
    if row.organisation_id != act.organisation:
        raise NotAllowed(_("Change this as the one who wrote it."))
    return row


def _check(act: Act, body: str, shown_as: str) -> None:
    wrong = {}
    if not rules.is_body(body):
        wrong["body"] = _("Write a comment of up to %(most)s characters") % {"most": rules.LONGEST_BODY}
    if act.organisation is None and not rules.is_name(shown_as):
        wrong["shown_as"] = _("Enter the name to show, from 2 to 40 characters")
    elif act.organisation is None and Organisation.objects.filter(name__iexact=shown_as.strip()).exists():
        wrong["shown_as"] = _("That is the name of an organisation here. Choose another name")
    if wrong:
        raise Refused(". ".join(wrong.values()), fields=wrong)


def _check_parent(row: Matter, parent: UUID) -> None:
    above = Comment.objects.filter(pk=parent, matter_id=row.pk, hidden_at=None, withdrawn_at=None)
    found = above.first()
    if found is None:
        raise NotFound(_("The comment that you answer is not there any more."))
    if found.parent_id is not None:
        raise Refused(_("Answer the comment above: answers to answers would get lost."))


def _check_pace(act: Act, row: Matter) -> None:
    most = settings.of(CommentSettings, organisation=row.organisation_id).most_per_hour
    if act.organisation is None and not Limit("comments written", most=most).allows(str(act.actor)):
        words = _("You wrote %(most)s comments within an hour. Come back a little later.") % {"most": most}
        raise Refused(words, code="too-often", status=429)


def _added(act: Act, row: Matter, parent: UUID | None) -> Comment:
    author = Author(
        id=clock.uuid7(act.at), matter_id=row.pk, person_id=act.person, speaks_for_id=act.organisation,
        act_id=act.id, wrote_at=act.at,
    )  # fmt: skip
    Author.objects.bulk_create([author])
    comment = Comment(
        author_id=author.pk, matter_id=row.pk, parent_id=parent, organisation_id=act.organisation,
        written_at=act.at, is_waiting=is_checked_first(act, row),
    )  # fmt: skip
    Comment.objects.bulk_create([comment])
    return comment


def _say(act: Act, row: Matter, comment: UUID, body: str, shown_as: str) -> None:
    """Keep what a comment says: in plain where everybody sees it, else under the matter's key."""
    text = Text(comment_id=comment, written_at=act.at, shown_as="" if act.organisation else shown_as.strip())
    if row.visibility == Matter.Visibility.PUBLIC:
        text.body = body.strip()
    else:
        text.encrypted = _encrypted(row, body.strip())
    Text.objects.bulk_create([text])


def _encrypted(row: Matter, body: str) -> bytes:
    if row.person_id is None:
        vault.hold(row.pk, DataKey.Kind.MATTER)
    try:
        return vault.encrypt(row.key_holder, {"body": body})
    except vault.Unreadable as erased:
        raise Refused(_("The details of this were erased, so nothing more can be said about it.")) from erased


def _publish(act: Act, row: Comment, event: CommentEdited | CommentWithdrawn) -> None:
    if not row.is_waiting:
        publish(event, act, matter=row.matter_id, person=None, organisation=row.matter.organisation_id)
