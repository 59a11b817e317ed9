"""Deciding about comments and reports: each decision has a reason, and whom it concerns is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.comments import rules
from moothall.foundations.comments.apps import CommentSettings
from moothall.foundations.comments.events import CommentHidden, CommentShown, Decided, DecisionTold
from moothall.foundations.comments.models import Appeal, Author, Comment, Decision, Flag
from moothall.kernel import allow, clock, constraints, settings
from moothall.kernel.act import Act
from moothall.kernel.event import Event
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Matter, Participant
from moothall.kernel.operations import matters
from moothall.kernel.refusal import NotFound, Refused

MODERATES = allow.staff("comments.moderate")
MOST_AT_ONCE = 50
ANSWERED = cast(str, gettext_lazy("Somebody else has just decided about this appeal."))
constraints.register_message("comments_decision_appeal_id_key", ANSWERED)


@operation(allow=MODERATES)
def decide(
    act: Act,
    *,
    comments: Sequence[UUID],
    outcome: str,
    rule: str = "",
    words: str = "",
    suspend_days: int = 0,
) -> tuple[UUID, ...]:
    """Decide alike about several comments: ``keep`` them (one that waited or was hidden is shown then),
    ``hide`` them, ask their authors to ``edit`` them, or ``warn``; and keep an author from commenting for
    some days. All but keeping names the ``rule`` of ``rules.REASONS`` that was broken, and has ``words`` for
    the author. Returns the decisions' ids. Raises ``NotFound`` for a comment that the act does not look
    after."""
    _check(outcome, rule, words, suspend_days)
    rows = [_to_decide(act, comment) for comment in dict.fromkeys(comments)]
    if not 0 < len(rows) <= MOST_AT_ONCE:
        raise Refused(
            _("Choose from 1 to 50 comments"), fields={"comments": _("Choose from 1 to 50 comments")}
        )
    return tuple(
        _decided(act, row.matter, row, outcome, rule, words, suspend_days=suspend_days) for row in rows
    )


@operation(allow=MODERATES)
def decide_matter(act: Act, *, matter: UUID, outcome: str, rule: str = "", words: str = "") -> UUID:
    """Decide about a public matter that was reported: ``keep`` it as it is, or ``hide`` it. Returns the
    decision's id."""
    _check(outcome, rule, words, 0)
    row = Matter.objects.filter(pk=matter, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound(_("We could not find that."))
    if outcome not in {rules.KEEP, rules.HIDE}:
        raise Refused(_("What is public as a whole is kept or hidden."))
    return _decided(act, row, None, outcome, rule, words)


@operation(allow=MODERATES)
def answer_appeal(act: Act, *, appeal: UUID, is_upheld: bool, words: str) -> UUID:
    """Decide about an appeal: the first decision ``is_upheld``, or taken back, with ``words`` why. Refused to
    whoever decided first. Returns the new decision's id."""
    found = Appeal.objects.select_related("decision__matter").filter(pk=appeal, answer=None).first()
    if found is None or found.decision.organisation_id != act.own_organisation:
        raise NotFound(_("We could not find that appeal."))
    first = found.decision
    if first.decided_by_id == act.person:
        raise Refused(_("You decided about this first, so somebody else decides about the appeal."))
    outcome, rule = (first.outcome, first.rule) if is_upheld else (rules.KEEP, "")
    _check(rules.WARN, rules.REASONS[0], words, 0)
    comment = _looked_after(act, first.comment_id) if first.comment_id else None
    until = first.suspended_until if is_upheld else None
    return _decided(act, first.matter, comment, outcome, rule, words, appeal=found, until=until)


@operation(allow=MODERATES)
def pin(act: Act, *, comment: UUID, is_pinned: bool) -> None:
    """Let a comment stand above all others on its matter, or no longer."""
    row = _looked_after(act, comment)
    Comment.objects.filter(pk=row.pk).update(pinned_at=act.at if is_pinned else None)


@operation(allow=allow.system)
def hide_in_danger(act: Act, *, flag: UUID) -> None:
    """Hide what was reported until somebody has looked at it, if as many people reported danger as its
    organisation set."""
    one = Flag.objects.select_related("matter").filter(pk=flag).first()
    if one is None or one.comment_id is None or one.reason != rules.HIDES_BY_ITSELF:
        return
    shown = Comment.objects.select_for_update(of=("self",)).select_related("matter")
    comment = shown.filter(pk=one.comment_id, hidden_at=None).first()
    enough = settings.of(CommentSettings, organisation=one.matter.organisation_id).hide_at_flags
    alike = Flag.objects.filter(comment_id=one.comment_id, reason=one.reason, decision=None)
    people = alike.exclude(person=None).values("person_id").distinct().count()
    if comment is not None and enough and people >= enough:
        _hidden(act, comment, one.reason)
        row = _row(act, comment.matter, comment, rules.HIDE, one.reason, "")
        Decision.objects.bulk_create([row])
        _say_decided(act, row)


@operation(allow=allow.system)
def tell(act: Act, *, decision: UUID) -> None:
    """Say of a decision whom it concerns: its author, and who reported."""
    row = Decision.objects.filter(pk=decision).first()
    if row is None:
        return
    for person in _authors(row):
        told = DecisionTold(decision=decision, as_reporter=False)
        publish(told, act, matter=None, person=person, organisation=row.organisation_id)
    reporters = Flag.objects.filter(decision_id=decision).exclude(person=None)
    for person in reporters.values_list("person_id", flat=True):
        told = DecisionTold(decision=decision, as_reporter=True)
        publish(told, act, matter=None, person=person, organisation=row.organisation_id)


def _looked_after(act: Act, comment: UUID) -> Comment:
    ours = Comment.objects.select_related("matter").filter(matter__organisation_id=act.own_organisation)
    row = ours.filter(pk=comment).first()
    if row is None or not Author.objects.filter(pk=comment).exists():
        raise NotFound(_("We could not find that comment."))
    return row


def _to_decide(act: Act, comment: UUID) -> Comment:
    """A comment that somebody else wrote."""
    row = _looked_after(act, comment)
    if Author.objects.filter(pk=comment, person_id=act.actor).exists():
        raise Refused(_("You wrote one of these, so somebody else decides about it."))
    return row


def _check(outcome: str, rule: str, words: str, suspend_days: int) -> None:
    wrong = {}
    if outcome not in rules.OUTCOMES:
        wrong["outcome"] = _("Choose what you decide")
    if rules.is_against(outcome) and rule not in rules.REASONS:
        wrong["rule"] = _("Choose the rule that was broken")
    if rules.is_against(outcome) and not words.strip():
        wrong["words"] = _("Tell the author why, in a sentence or two")
    if len(words) > rules.LONGEST_WORDS:
        wrong["words"] = _("Say it in up to 1,000 characters")
    if suspend_days not in (rules.SUSPENSIONS if rules.is_against(outcome) else (0,)):
        wrong["suspend_days"] = _("Choose for how long, or not at all when a comment is kept")
    if wrong:
        raise Refused(". ".join(wrong.values()), fields=wrong)


def _decided(
    act: Act, matter: Matter, comment: Comment | None, outcome: str, rule: str, words: str, *,
    suspend_days: int = 0, appeal: Appeal | None = None, until: datetime | None = None,
) -> UUID:  # fmt: skip
    """Keep the decision, close the reports that it answers, do what it says."""
    row = _row(act, matter, comment, outcome, rule if rules.is_against(outcome) else "", words)
    row.suspended_until = act.at + timedelta(days=suspend_days) if suspend_days else until
    row.appeal = appeal
    Decision.objects.bulk_create([row])
    Flag.objects.filter(matter_id=matter.pk, comment=comment, decision=None).update(decision_id=row.pk)
    if comment is None:
        _do_to_matter(act, matter, row)
    else:
        _do_to_comment(act, comment, row)
    _say_decided(act, row)
    return row.pk


def _row(act: Act, matter: Matter, comment: Comment | None, outcome: str, rule: str, words: str) -> Decision:
    return Decision(
        id=clock.uuid7(act.at), matter_id=matter.pk, organisation_id=matter.organisation_id,
        comment_id=comment.pk if comment else None, outcome=outcome, rule=rule, words=words.strip(),
        decided_by_id=act.person, decided_at=act.at,
    )  # fmt: skip


def _do_to_comment(act: Act, comment: Comment, decision: Decision) -> None:
    if decision.outcome == rules.HIDE and comment.hidden_at is None:
        _hidden(act, comment, decision.rule)
    if decision.outcome == rules.KEEP and (comment.hidden_at is not None or comment.is_waiting):
        shown = Comment.objects.filter(pk=comment.pk)
        shown.update(hidden_at=None, hidden_for="", is_waiting=False)
        _publish(act, comment, CommentShown(comment=comment.pk))


def _do_to_matter(act: Act, matter: Matter, decision: Decision) -> None:
    if decision.outcome == rules.HIDE:
        matters.hide_matter(act, matter=matter.pk, reason=rules.HIDDEN_MATTER_FOR[decision.rule])
    elif matter.hidden_at is not None and decision.appeal is not None:
        matters.publish_matter(act, matter=matter.pk)


def _hidden(act: Act, comment: Comment, rule: str) -> None:
    hidden = Comment.objects.filter(pk=comment.pk)
    hidden.update(hidden_at=act.at, hidden_for=rule, is_waiting=False, pinned_at=None)
    _publish(act, comment, CommentHidden(comment=comment.pk, rule=rule))


def _publish(act: Act, comment: Comment, event: Event) -> None:
    organisation = comment.matter.organisation_id
    publish(event, act, matter=comment.matter_id, person=None, organisation=organisation)


def _say_decided(act: Act, row: Decision) -> None:
    event = Decided(decision=row.pk, outcome=row.outcome)
    publish(event, act, matter=None, person=None, organisation=row.organisation_id)


def _authors(row: Decision) -> list[UUID]:
    """Who wrote what was decided about, in person, or brought it."""
    if row.comment_id is None:
        brought = Participant.objects.filter(matter_id=row.matter_id, role=Participant.Role.REPORTER)
        return list(brought.values_list("person_id", flat=True))
    wrote = Author.objects.filter(pk=row.comment_id, speaks_for=None)
    return [person for person in wrote.values_list("person_id", flat=True) if person is not None]
