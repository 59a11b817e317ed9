"""What moderators look at, and what people are told of decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moothall.foundations.comments import rules
from moothall.foundations.comments.models import Appeal, Author, Comment, Decision, Flag
from moothall.foundations.comments.queries import reading
from moothall.foundations.comments.queries.reading import CommentShown
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Matter, Participant
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound

MODERATES = allow.staff("comments.moderate")
MOST = 50
MOST_OPEN = 1000
"""Open reports that a queue looks at, the oldest first."""
MOST_MINE = 500
"""Of what somebody wrote or reported, the newest in whose decisions they are shown."""


@dataclass(frozen=True, slots=True)
class FlagShown:
    """That somebody reported something: why, and in which words; not who."""

    id: UUID
    reason: str
    words: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision with its reasons. ``is_automatic``: enough people reported danger. ``may_appeal`` is true
    for the author until they have; ``is_answer``: it answers an appeal."""

    id: UUID
    comment: UUID | None
    reference: str
    title: str
    outcome: str
    rule: str
    words: str
    decided_at: datetime
    suspended_until: datetime | None
    is_automatic: bool
    is_mine: bool
    may_appeal: bool
    appeal: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that moderators have to look at: its matter, its flags, and how often its author was decided
    against here before."""

    comment: CommentShown
    reference: str
    title: str
    flags: tuple[FlagShown, ...]
    is_urgent: bool
    against_before: int


@dataclass(frozen=True, slots=True)
class MatterFlagged:
    """A public matter that was reported as a whole."""

    matter: UUID
    reference: str
    title: str
    flags: tuple[FlagShown, ...]


@dataclass(frozen=True, slots=True)
class AppealShown:
    """An appeal that nobody has answered; ``is_yours`` if the act decided first, so somebody else answers."""

    id: UUID
    words: str
    appealed_at: datetime
    decision: DecisionShown
    body: str
    is_yours: bool


@query(allow=MODERATES)
def queue(act: Act, *, kind: str = "", cursor: str = "", limit: int = 20) -> Page[Waiting]:
    """The comments that the act has to look at, oldest first, a page at a time. ``kind`` narrows: ``urgent``,
    ``usual`` (the others), ``flagged``, ``waiting``, or one of ``rules.REASONS``."""
    rows = _narrowed(act, _open(act), kind)
    return paging.page(
        rows, lambda found: _waiting(act, found), by=reading.OLDEST, cursor=cursor, limit=limit
    )


@query(allow=MODERATES)
def under_review(act: Act, *, comment: UUID) -> Waiting:
    """One comment of the act's organisation, as moderators see it, with every flag. Raises ``NotFound``."""
    row = _ours(act).filter(pk=comment).select_related("organisation", "matter").first()
    if row is None:
        raise NotFound(_("We could not find that comment."))
    return next(iter(_waiting(act, [row], only_open=False)))


@query(allow=MODERATES)
def history(act: Act, *, comment: UUID) -> tuple[DecisionShown, ...]:
    """What moderators of the act's organisation decided about the author of a comment, newest first."""
    author = Author.objects.filter(pk=comment).values("person_id")
    theirs = Q(comment=comment) | Q(comment__author__person_id__in=author)
    rows = _decisions().filter(theirs, organisation_id=act.own_organisation).order_by("-decided_at")[:MOST]
    return tuple(_decision(act, row, is_mine=False) for row in rows)


@query(allow=MODERATES)
def matters_flagged(act: Act, *, limit: int = MOST) -> tuple[MatterFlagged, ...]:
    """Public matters of the act's organisation that were reported as a whole and not decided about."""
    flags = Flag.objects.filter(comment=None, decision=None, matter__organisation_id=act.own_organisation)
    found: dict[Matter, list[FlagShown]] = {}
    for one in flags.select_related("matter").order_by("flagged_at")[: limit * 5]:
        found.setdefault(one.matter, []).append(_flag(one))
    return tuple(
        MatterFlagged(matter.pk, matter.reference, matter.title, tuple(some))
        for matter, some in found.items()
    )[:limit]


@query(allow=MODERATES)
def appeals(act: Act, *, cursor: str = "", limit: int = 20) -> Page[AppealShown]:
    """The appeals that nobody has answered, oldest first."""
    rows = Appeal.objects.filter(answer=None, decision__organisation_id=act.own_organisation)
    return paging.page(
        rows.select_related("decision__matter"),
        lambda found: _appeals(act, found),
        by=("appealed_at", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=MODERATES)
def appeal_open(act: Act, *, id: UUID) -> AppealShown:
    """One of them. Raises ``NotFound``."""
    rows = Appeal.objects.filter(pk=id, answer=None, decision__organisation_id=act.own_organisation)
    found = list(rows.select_related("decision__matter"))
    if not found:
        raise NotFound(_("We could not find that appeal."))
    return next(iter(_appeals(act, found)))


@query(allow=allow.resident)
def decisions_for_me(act: Act, *, cursor: str = "", limit: int = 20) -> Page[DecisionShown]:
    """What moderators decided about what the act's person wrote, brought or reported, newest first."""
    return paging.page(
        _decisions().filter(pk__in=_concerning(act)),
        lambda found: (_decision(act, row, is_mine=_is_mine(row)) for row in found),
        by=("-decided_at", "-id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.resident)
def decision_for_me(act: Act, *, id: UUID) -> DecisionShown:
    """One of them. Raises ``NotFound``."""
    row = _decisions().filter(pk=id).first()
    if row is None:
        raise NotFound(_("We could not find that decision."))
    return _decision(act, row, is_mine=_is_mine(row))


def _ours(act: Act) -> QuerySet[Comment]:
    return Comment.objects.filter(matter__organisation_id=act.own_organisation)


def _open_flags(act: Act, *reasons: str) -> list[UUID]:
    """The comments of the act's organisation that are reported and not decided about."""
    flags = Flag.objects.filter(decision=None, matter__organisation_id=act.own_organisation)
    some = flags.filter(reason__in=reasons) if reasons else flags
    found = some.exclude(comment=None).order_by("flagged_at").values_list("comment_id", flat=True)
    return [one for one in found[:MOST_OPEN] if one is not None]


def _open(act: Act) -> QuerySet[Comment]:
    """The comments of the act's organisation that are reported or wait."""
    rows = _ours(act).filter(Q(pk__in=_open_flags(act)) | Q(is_waiting=True))
    return rows.filter(withdrawn_at=None).select_related("organisation", "matter")


def _narrowed(act: Act, rows: QuerySet[Comment], kind: str) -> QuerySet[Comment]:
    if kind == "waiting":
        return rows.filter(is_waiting=True)
    if kind == "usual":
        return rows.exclude(pk__in=_open_flags(act, *rules.URGENT))
    wanted = {"flagged": rules.REASONS, "urgent": rules.URGENT}.get(kind, (kind,))
    return rows.filter(pk__in=_open_flags(act, *wanted)) if kind else rows


def _waiting(act: Act, rows: Sequence[Comment], *, only_open: bool = True) -> Iterable[Waiting]:
    about = Flag.objects.filter(comment__in=rows)
    flags: dict[UUID | None, list[FlagShown]] = {}
    for flag in (about.filter(decision=None) if only_open else about).order_by("flagged_at"):
        flags.setdefault(flag.comment_id, []).append(_flag(flag))
    for row, one in zip(rows, reading.shown(act, rows), strict=True):
        some = tuple(flags.get(row.pk, ()))
        urgent = any(each.reason in rules.URGENT for each in some)
        yield Waiting(one, row.matter.reference, row.matter.title, some, urgent, _against(act, row.pk))


def _against(act: Act, comment: UUID) -> int:
    """How often moderators here decided against the author of a comment."""
    author = Author.objects.filter(pk=comment).values("person_id")
    theirs = Decision.objects.filter(comment__author__person_id__in=author, appeal=None)
    return theirs.filter(organisation_id=act.own_organisation).exclude(outcome=rules.KEEP).count()


def _flag(row: Flag) -> FlagShown:
    return FlagShown(row.pk, row.reason, row.words, row.flagged_at)


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("matter", "appealed", "comment")


def _decision(act: Act, row: Decision, *, is_mine: bool) -> DecisionShown:
    appealed: Appeal | None = getattr(row, "appealed", None)
    may_appeal = is_mine and appealed is None and row.appeal_id is None and rules.is_against(row.outcome)
    return DecisionShown(
        id=row.pk,
        comment=row.comment_id,
        reference=row.matter.reference,
        title=row.matter.title,
        outcome=row.outcome,
        rule=row.rule,
        words=row.words if is_mine or act.organisation else "",
        decided_at=row.decided_at,
        suspended_until=row.suspended_until if is_mine or act.organisation else None,
        is_automatic=row.decided_by_id is None,
        is_mine=is_mine,
        may_appeal=may_appeal,
        appeal=appealed.words if appealed else "",
        is_answer=row.appeal_id is not None,
    )


def _is_mine(row: Decision) -> bool:
    return fetch(bool, "SELECT moothall.comments_is_whose(%s)", row.pk)[0]


def _concerning(act: Act) -> set[UUID]:
    """The decisions about what the act's person wrote, reported or brought, by the indexes of each."""
    wrote = Author.objects.filter(person_id=act.actor).order_by("-wrote_at").values_list("pk", flat=True)
    reported = Flag.objects.filter(person_id=act.actor).exclude(decision=None)
    brought = Participant.objects.filter(person_id=act.actor, role=Participant.Role.REPORTER, until_at=None)
    about = Decision.objects.filter(comment_id__in=list(wrote[:MOST_MINE])).values_list("pk", flat=True)
    answered = reported.order_by("-flagged_at").values_list("decision_id", flat=True)[:MOST_MINE]
    matters = list(brought.order_by("-since_at").values_list("matter_id", flat=True)[:MOST_MINE])
    whole = Decision.objects.filter(comment=None, matter_id__in=matters).values_list("pk", flat=True)
    return {one for one in (*about, *answered, *whole) if one is not None}


def _appeals(act: Act, rows: Sequence[Appeal]) -> Iterable[AppealShown]:
    comments = Comment.objects.filter(
        pk__in=[row.decision.comment_id for row in rows if row.decision.comment_id]
    )
    bodies = {one.id: one.body for one in reading.shown(act, list(comments.select_related("organisation")))}
    for row in rows:
        first = _decision(act, row.decision, is_mine=False)
        body = bodies.get(row.decision.comment_id, "") if row.decision.comment_id else ""
        is_yours = row.decision.decided_by_id == act.person
        yield AppealShown(row.pk, row.words, row.appealed_at, first, body, is_yours)
