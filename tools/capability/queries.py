"""Swaps, as far as the act may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.civic.swaps import rules
from moothall.civic.swaps.models import Swap, Tally
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound
from moothall.kernel.searching import SOURCES, Item, Source, matter_of

NEWEST = ("-matter_id",)


@dataclass(frozen=True, slots=True)
class SwapShown:
    """A swap; ``reference`` is that of its matter, ``then`` are the stages that may follow."""

    id: UUID
    reference: str
    title: str
    text: str
    organisation: str
    stage: str
    then: tuple[str, ...]
    brought_at: datetime
    ends_at: datetime | None


@query(allow=allow.anyone, api="v1")
def swaps(act: Act, *, cursor: str = "", limit: int = 50) -> Page[SwapShown]:
    """The swaps that are shown, newest first, a page at a time."""
    shown = _rows().filter(stage=rules.SHOWN)
    return paging.page(shown, _shown, by=NEWEST, cursor=cursor, limit=limit)


@query(allow=allow.anyone, api="v1")
def swap(act: Act, *, id: UUID) -> SwapShown:
    """One swap. Raises ``NotFound``, also for one that the act may not see."""
    row = _rows().filter(pk=id).first()
    if row is None:
        raise NotFound(_("We could not find that swap."))
    return _one(row)


@query(allow=allow.staff("swaps.work"), api="v1")
def queue(act: Act, *, stage: str = rules.WAITING, cursor: str = "", limit: int = 50) -> Page[SwapShown]:
    """The swaps of the act's organisation at a stage, newest first, a page at a time."""
    ours = _rows().filter(organisation_id=act.own_organisation, stage=stage)
    return paging.page(ours, _shown, by=NEWEST, cursor=cursor, limit=limit)


@query(allow=allow.staff("swaps.work"), api="v1")
def brought_in(act: Act, *, month: date) -> int:
    """How many the act's organisation was brought in the month that begins on this day."""
    found = Tally.objects.filter(organisation_id=act.own_organisation, month=month)
    return found.values_list("number", flat=True).first() or 0


def _rows() -> QuerySet[Swap]:
    return Swap.objects.select_related("matter", "organisation")


def _shown(found: Iterable[Swap]) -> Iterable[SwapShown]:
    return map(_one, found)


def _one(row: Swap) -> SwapShown:
    return SwapShown(
        id=row.pk,
        reference=row.matter.reference,
        title=row.matter.title,
        text=row.text,
        organisation=row.organisation.name,
        stage=row.stage,
        then=rules.STAGES.status(row.stage).then,
        brought_at=row.matter.opened_at,
        ends_at=row.ends_at,
    )


def _searched(act: Act, keys: Sequence[str]) -> Iterable[Item]:
    """What everybody can search for: those that are shown."""
    for row in _rows().filter(pk__in=keys, stage=rules.SHOWN):
        yield Item(
            key=str(row.pk),
            title=row.matter.title,
            text=row.text,
            path=reverse("swaps:swap", args=[row.pk]),
            organisation=row.organisation_id,
            matter=row.pk,
        )


def _keys(act: Act, behind: str, most: int) -> list[str]:
    rows = Swap.objects.order_by("pk").values_list("pk", flat=True)
    return [str(key) for key in (rows.filter(pk__gt=behind) if behind else rows)[:most]]


SOURCES.offer(rules.KIND, Source(concerned=matter_of, read=_searched, keys=_keys))
