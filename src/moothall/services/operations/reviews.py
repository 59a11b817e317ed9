"""Reviewing and publishing drafts: somebody else looks, approves, and the draft becomes a version."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import attempt, operation, publish
from moothall.kernel.refusal import Conflict, NotAllowed, Refused
from moothall.services import adopting
from moothall.services.events import DraftDecided, ReviewAsked
from moothall.services.models import Draft, DraftEntry
from moothall.services.operations import drafts, packs
from moothall.services.operations.drafts import MOST_REASON, change, going_on, note
from moothall.services.queries import packs as live_packs
from moothall.services.queries.drafts import may_publish_alone
from moothall.services.reading import Content
from moothall.services.states import State, What

PUBLISH = allow.staff("packs.publish")
MOST_DUE = 50
"""How many services go live in one round of the clock."""


@operation(allow=drafts.DRAFT | allow.system, api="v1")
def ask_review(act: Act, *, draft: UUID, edition: int, reason: str) -> None:
    """Hand a draft over to somebody else who publishes, with what changes and why in a sentence.

    Raises ``PackRefused`` with everything that keeps it from being published, and ``Conflict`` when it, or
    what is live, has changed meanwhile.
    """
    row = going_on(act, draft)
    drafts.check_edition(row, edition)
    if row.state != State.OPEN:
        raise Conflict(_("This draft waits for review already."))
    if not reason.strip():
        words = _("Say in a sentence why this changes. Whoever publishes it reads it.")
        raise Refused(words, fields={"reason": words})
    _check_base(row)
    found = adopting.checked(act, organisation=row.organisation_id, name=row.pack, texts=row.texts,
                             slots=row.slots)  # fmt: skip
    change(act, row, content=found.content, decides=found.pack.decides, state=State.WAITING,
           reason=reason.strip()[:MOST_REASON])  # fmt: skip
    note(act, row, What.ASKED, reason)
    publish(ReviewAsked(draft=row.pk, pack=row.pack), act, organisation=row.organisation_id)


@operation(allow=drafts.DRAFT, api="v1")
def comment_draft(act: Act, *, draft: UUID, words: str) -> None:
    """Say something about a draft to whoever works on it."""
    row = going_on(act, draft)
    if not words.strip():
        missing = _("Enter what you want to say.")
        raise Refused(missing, fields={"words": missing})
    note(act, row, What.COMMENTED, words)


@operation(allow=PUBLISH)
def approve_draft(act: Act, *, draft: UUID, edition: int) -> None:
    """Approve what waits for review as it is. Only somebody who has not written it may; who has, may for a
    service that decides about nobody, where the organisation's settings say so. The database holds everybody
    to it."""
    row = going_on(act, draft)
    drafts.check_edition(row, edition)
    if row.state != State.WAITING:
        raise Conflict(_("This draft does not wait for review."))
    if act.person is None:
        raise NotAllowed(_("Somebody has to look at this and approve it: a program cannot."))
    is_own = DraftEntry.objects.filter(draft=row, what=What.WRITTEN, by_id=act.actor).exists()
    if is_own and not may_publish_alone(row):
        raise NotAllowed(_("Somebody else has to look at this and approve it: two people publish a service."))
    change(act, row, state=State.APPROVED, approved_by_id=act.actor, approved_at=act.at, is_alone=is_own)
    note(act, row, What.APPROVED)
    _decided(act, row, What.APPROVED)


@operation(allow=PUBLISH, api="v1")
def send_back(act: Act, *, draft: UUID, why: str) -> None:
    """Send back what waits for review, with why, so that it can be put right."""
    row = going_on(act, draft)
    if row.state != State.WAITING:
        raise Conflict(_("This draft does not wait for review."))
    if not why.strip():
        missing = _("Say in a sentence why not, so that it can be put right.")
        raise Refused(missing, fields={"why": missing})
    change(act, row, state=State.OPEN, content=None)
    note(act, row, What.SENT_BACK, why)
    _decided(act, row, What.SENT_BACK)


@operation(allow=PUBLISH, api="v1")
def publish_draft(act: Act, *, draft: UUID, begins: date | None = None) -> UUID | None:
    """Make an approved draft the live version: now, or at the beginning of the day ``begins``. Returns the
    version that is live now, if it is.

    Raises ``Conflict`` when another version went live since it was written, and ``PackRefused`` when it is
    not in order any more.
    """
    row = going_on(act, draft)
    if row.state not in {State.APPROVED, State.SCHEDULED}:
        raise Conflict(_("Somebody else has to approve this draft first."))
    if begins is not None and begins > timezone.localtime(act.at).date():
        change(act, row, state=State.SCHEDULED, begins_date=begins)
        note(act, row, What.SCHEDULED, begins.isoformat())
        _decided(act, row, What.SCHEDULED)
        return None
    return _publish(act, row)


@operation(allow=allow.system)
def publish_due(act: Act) -> int:
    """Make live what was to begin by today; what cannot go live any more is being written again, and its
    people are told. Returns how many went live."""
    today = timezone.localtime(act.at).date()
    due = Draft.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=State.SCHEDULED, begins_date__lte=today
    )
    return sum(_try(act, row) for row in due.order_by("begins_date", "id")[:MOST_DUE])


def _try(act: Act, row: Draft) -> bool:
    try:
        with attempt():
            _publish(act, row)
            return True
    except Refused as refused:
        change(act, row, state=State.OPEN, content=None, begins_date=None, approved_at=None,
               approved_by_id=None, is_alone=False)  # fmt: skip
        note(act, row, What.FAILED, refused.words)
        _decided(act, row, What.FAILED)
        return False


def _publish(act: Act, row: Draft) -> UUID:
    _check_base(row)
    content: Content = row.content or {}
    packs.check(act, organisation=row.organisation_id, name=row.pack, content=content, slots=row.slots)
    version = packs.make_live(
        act, organisation=row.organisation_id, name=row.pack, content=content, slots=row.slots,
        source=row.source_id, draft=row.pk,
    )  # fmt: skip
    change(act, row, state=State.PUBLISHED, published_id=version, begins_date=None)
    note(act, row, What.PUBLISHED)
    _decided(act, row, What.PUBLISHED)
    return version


def _decided(act: Act, row: Draft, outcome: What) -> None:
    event = DraftDecided(draft=row.pk, pack=row.pack, outcome=outcome.value)
    publish(event, act, organisation=row.organisation_id)


def _check_base(row: Draft) -> None:
    live = live_packs.live_row(row.organisation_id, row.pack, lock=True)
    if (live.pk if live else None) != row.base_id:
        raise Conflict(
            _(
                "Somebody published this service while you were working on it. Nothing of yours is lost: "
                "look at what has changed, then put yours on top of it."
            ),
            code="live-changed",
        )
