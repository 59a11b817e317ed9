"""Comments as whoever reads a matter may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from moothall.foundations.comments.models import Author, Comment, Text
from moothall.kernel import allow, paging, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Matter
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound

FEW = 5
"""Replies that stand below a comment before one asks for all of them."""
MOST_PINNED = 5
OLDEST, NEWEST = ("written_at", "author_id"), ("-written_at", "-author_id")
State = Literal["shown", "waiting", "hidden", "withdrawn", "removed"]


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment as the act may see it: ``shown_as`` is the name its author chose, or the organisation that
    speaks. One that is not ``shown`` has a body for its author and moderators only; ``rule`` is the one for
    which it was hidden."""

    id: UUID
    matter: UUID
    parent: UUID | None
    state: State
    shown_as: str
    body: str
    is_official: bool
    is_pinned: bool
    is_mine: bool
    rule: str
    written_at: datetime
    edited_at: datetime | None
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a comment said before it was edited."""

    body: str
    shown_as: str
    written_at: datetime
    replaced_at: datetime


@query(allow=allow.anyone, reads="matter", api="v1")
def comments(
    act: Act, *, matter: UUID, newest_first: bool = False, cursor: str = "", limit: int = 20
) -> Page[CommentShown]:
    """The comments on a matter that answer no other, oldest or newest first, a page at a time."""
    return paging.page(
        _rows().filter(matter_id=matter, parent=None),
        lambda found: shown(act, found),
        by=NEWEST if newest_first else OLDEST,
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.anyone, api="v1")
def replies(act: Act, *, comment: UUID, cursor: str = "", limit: int = 50) -> Page[CommentShown]:
    """What answers a comment, oldest first, a page at a time."""
    rows = _rows().filter(parent_id=comment)
    return paging.page(rows, lambda found: shown(act, found), by=OLDEST, cursor=cursor, limit=limit)


@query(allow=allow.anyone)
def first_replies(act: Act, *, comments: Sequence[UUID]) -> tuple[CommentShown, ...]:
    """The first few replies to each of ``comments``."""
    number = Window(RowNumber(), partition_by=F("parent_id"), order_by=("written_at", "author_id"))
    rows = _rows().filter(parent_id__in=comments).annotate(number=number).filter(number__lte=FEW)
    return tuple(shown(act, list(rows.order_by(*OLDEST))))


@query(allow=allow.anyone)
def pinned(act: Act, *, matter: UUID) -> tuple[CommentShown, ...]:
    """The statements that stand above the comments on a matter."""
    rows = _rows().filter(matter_id=matter, hidden_at=None, withdrawn_at=None).exclude(pinned_at=None)
    return tuple(shown(act, list(rows.order_by("pinned_at")[:MOST_PINNED])))


@query(allow=allow.anyone, api="v1")
def comment(act: Act, *, id: UUID) -> CommentShown:
    """One comment. Raises ``NotFound``."""
    row = _rows().filter(pk=id).first()
    if row is None:
        raise NotFound(_("We could not find that comment."))
    return next(iter(shown(act, [row])))


@query(allow=allow.resident | allow.staff("comments.speak") | allow.staff("comments.moderate"))
def earlier(act: Act, *, comment: UUID, limit: int = 50) -> tuple[Earlier, ...]:
    """What a comment said before, newest first: for its author and moderators."""
    rows = Text.objects.filter(comment_id=comment).exclude(replaced_at=None).order_by("-written_at")[:limit]
    found, bodies = list(rows), bodies_of(list(rows))
    return tuple(
        Earlier(bodies[row.pk], row.shown_as, row.written_at, row.replaced_at)
        for row in found
        if row.replaced_at is not None
    )


@query(allow=allow.resident)
def mine(act: Act, *, cursor: str = "", limit: int = 20) -> Page[CommentShown]:
    """What the act's person wrote, newest first, a page at a time."""
    rows = _rows().filter(author__person_id=act.actor)
    return paging.page(rows, lambda found: shown(act, found), by=NEWEST, cursor=cursor, limit=limit)


@query(allow=allow.anyone)
def reference(act: Act, *, matter: UUID) -> str:
    """The reference of a matter that the act sees. Raises ``NotFound``."""
    found = Matter.objects.filter(pk=matter).values_list("reference", flat=True).first()
    if found is None:
        raise NotFound(_("We could not find that."))
    return found


def shown(act: Act, rows: Sequence[Comment]) -> Iterable[CommentShown]:
    """The comments in ``rows``, with one look-up of their texts; inside another query."""
    texts = {one.comment_id: one for one in Text.objects.filter(comment__in=rows, replaced_at=None)}
    bodies, mine = bodies_of(list(texts.values())), _mine(act, rows)
    for row in rows:
        text = texts.get(row.pk)
        yield _one(row, text, bodies[text.pk] if text else "", is_mine=row.pk in mine)


def _rows() -> QuerySet[Comment]:
    answers = Count("replies", filter=Q(replies__is_waiting=False))
    return Comment.objects.select_related("organisation").annotate(answers=answers)


def _one(row: Comment, text: Text | None, body: str, *, is_mine: bool) -> CommentShown:
    return CommentShown(
        id=row.pk,
        matter=row.matter_id,
        parent=row.parent_id,
        state=_state(row, text),
        shown_as=row.organisation.name if row.organisation else text.shown_as if text else "",
        body=body,
        is_official=row.organisation is not None,
        is_pinned=row.pinned_at is not None,
        is_mine=is_mine,
        rule=row.hidden_for,
        written_at=row.written_at,
        edited_at=row.edited_at,
        replies=getattr(row, "answers", 0),
    )


def _state(row: Comment, text: Text | None) -> State:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.hidden_at is not None:
        return "hidden"
    if row.is_waiting:
        return "waiting"
    return "shown" if text is not None else "removed"


def bodies_of(texts: Sequence[Text]) -> dict[UUID, str]:
    """What each text says, by its id; nothing where its key was destroyed. Inside another query."""
    encrypted = [one for one in texts if one.encrypted is not None]
    found = Comment.objects.filter(pk__in={one.comment_id for one in encrypted}).select_related("matter")
    matters = {one.pk: one.matter for one in (found if encrypted else ())}
    opened = vault.decrypt_many([(matters[one.comment_id].key_holder, one.encrypted) for one in encrypted])
    said = {
        one.pk: str((content or {}).get("body", "")) for one, content in zip(encrypted, opened, strict=True)
    }
    return {one.pk: said.get(one.pk, one.body) for one in texts}


def _mine(act: Act, rows: Sequence[Comment]) -> set[UUID]:
    if act.person is None:
        return set()
    return set(Author.objects.filter(comment__in=rows, person_id=act.person).values_list("pk", flat=True))
