"""Putting up swaps, moving, ending and erasing them. The only writer here."""

from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from moothall.civic.swaps import rules
from moothall.civic.swaps.apps import SwapSettings
from moothall.civic.swaps.events import SwapBrought, SwapMoved
from moothall.civic.swaps.models import Swap, Tally
from moothall.foundations.documents import operations as documents
from moothall.foundations.documents.intake import Accepted
from moothall.kernel import allow, settings
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.operations import matters
from moothall.kernel.queries import organisations
from moothall.kernel.refusal import Conflict, NotFound, Refused

PUTS_UP = allow.public | allow.resident | allow.staff("swaps.work")


@operation(allow=PUTS_UP, api="v1")
def put_up(
    act: Act, *, organisation: UUID, title: str, text: str, pictures: tuple[Accepted, ...] = ()
) -> UUID:
    """Bring ``organisation`` a swap: a public matter with a ``text`` and ``pictures``.

    It is shown at once or, as the organisation set it, when somebody has looked at it. Returns its id, which
    is that of its matter.

    Refused without words; raises ``NotFound`` for an organisation that is none, or not the act's own.
    """
    _check(title, text)
    _check_organisation(act, organisation)
    set_so = settings.of(SwapSettings, organisation=organisation)
    stage = rules.first_stage(is_checked_first=set_so.is_checked_first)
    matter = matters.bring_matter(
        act,
        kind=rules.KIND,
        organisation=organisation,
        title=title.strip(),
        is_public=True,
        is_published=stage == rules.SHOWN,
    )
    ends_at = rules.end_of(stage, now=act.at, shown_days=set_so.shown_days)
    row = Swap(
        matter_id=matter, organisation_id=organisation, text=text.strip(), stage=stage, ends_at=ends_at
    )
    Swap.objects.bulk_create([row])
    for picture in pictures:
        documents.publish_document(act, matter=matter, file=picture)
    publish(SwapBrought(swap=matter), act, matter=matter, person=None, organisation=organisation)
    return matter


@operation(allow=allow.staff("swaps.work"), api="v1")
def move(act: Act, *, swap: UUID, stage: str) -> None:
    """Bring a swap of the act's organisation to ``stage``: show it, refuse it, end it.

    Doing it twice changes nothing. Refused for a stage that may not follow; raises ``NotFound``.
    """
    row = Swap.objects.filter(pk=swap, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound(_("We could not find that swap."))
    if row.stage == stage:
        return
    if not rules.STAGES.may_follow(stage, row.stage):
        raise Refused(_("That cannot come next."))
    _bring_to(act, row, stage)


@operation(allow=allow.system)
def end_due(act: Act, *, most: int) -> int:
    """End up to ``most`` swaps whose days are over. Returns how many there were."""
    due = list(Swap.objects.filter(stage=rules.SHOWN, ends_at__lte=act.at).order_by("ends_at")[:most])
    for row in due:
        _bring_to(act, row, rules.ENDED)
    return len(due)


@operation(allow=allow.system)
def count(act: Act, *, organisation: UUID, month: date, number: int) -> None:
    """Add ``number`` swaps to those that an organisation was brought in a month.

    The one reader that asks for this reads one batch at a time.
    """
    found = Tally.objects.filter(organisation_id=organisation, month=month)
    if not found.update(number=F("number") + number):
        Tally.objects.bulk_create([Tally(organisation_id=organisation, month=month, number=number)])


@operation(allow=allow.system)
def erase(act: Act, *, matter: UUID) -> None:
    """Destroy what was written in a swap, if ``matter`` is one."""
    Swap.objects.filter(pk=matter).update(text="")


def _bring_to(act: Act, row: Swap, stage: str) -> None:
    """Move ``row``, unless somebody else has just done so, and its matter with it."""
    days = settings.of(SwapSettings, organisation=row.organisation_id).shown_days
    ends_at = rules.end_of(stage, now=act.at, shown_days=days)
    if not Swap.objects.filter(pk=row.pk, stage=row.stage).update(stage=stage, ends_at=ends_at):
        raise Conflict(_("Somebody else has just moved this swap."))
    if stage == rules.SHOWN:
        matters.publish_matter(act, matter=row.pk)
    if rules.STAGES.status(stage).closes:
        matters.close_matter(act, matter=row.pk)
    publish(SwapMoved(stage=stage), act, matter=row.pk, person=None, organisation=row.organisation_id)


def _check(title: str, text: str) -> None:
    wrong = {}
    if not rules.is_writable(title, most=rules.LONGEST_TITLE):
        wrong["title"] = _("Write a title of up to %(most)s characters") % {"most": rules.LONGEST_TITLE}
    if not rules.is_writable(text, most=rules.LONGEST_TEXT):
        wrong["text"] = _("Write a text of up to %(most)s characters") % {"most": rules.LONGEST_TEXT}
    if wrong:
        raise Refused(" ".join(wrong.values()), fields=wrong)


def _check_organisation(act: Act, wanted: UUID) -> None:
    is_there = organisations.organisation(act, id=wanted) is not None
    if not is_there or act.organisation not in {None, wanted}:
        words = _("We could not find that organisation.")
        raise NotFound(words, fields={"organisation": words})
