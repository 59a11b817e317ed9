"""What staff who work on cases find on their page Today: what is late, who waits for an answer, what is
theirs."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.foundations.cases.queries import cards, queues
from moothall.foundations.cases.queries.queues import MOST_COUNTED, QueueLine
from moothall.foundations.cases.views import presenters
from moothall.kernel.act import Act
from moothall.kernel.today import Tile, tiles

FEW = 8


@tiles(needs="cases.read", order=10)
def work(act: Act) -> Iterator[Tile]:
    """How much there is, and the first of it."""
    team = cards.reach(act).team
    yield _numbers(queues.counts(act, team=team))
    overdue = queues.queue(act, view="overdue", team=team, limit=FEW).items
    yield _table(act, "overdue", _("Late"), "view=overdue", overdue)
    waiting = queues.queue(act, view="waiting", team=team, limit=FEW).items
    yield _table(act, "waiting", _("Waiting for an answer"), "view=waiting", waiting)
    mine = queues.queue(act, mine=True, limit=FEW).items
    yield _table(act, "mine", _("Yours, soonest first"), "mine=yes", mine)


def _numbers(counts: dict[str, int]) -> Tile:
    late = ngettext("%(num)s case is late", "%(num)s cases are late", counts["overdue"])
    waiting = ngettext(
        "%(num)s person waits for an answer.", "%(num)s people wait for an answer.", counts["waiting"]
    )
    some = f"{late % {'num': counts['overdue']}}, {waiting % {'num': counts['waiting']}}"
    numbers = [
        (_("Open"), _bounded(counts["open"])),
        (_("Late"), _bounded(counts["overdue"])),
        (_("Waiting for an answer"), _bounded(counts["waiting"])),
        (_("Yours"), _bounded(counts["mine"])),
    ]
    nothing = _("Nothing is late and nobody waits for an answer.")
    return Tile("cases", lead=some if counts["overdue"] or counts["waiting"] else nothing, numbers=numbers)


def _table(act: Act, name: str, title: str, chosen: str, lines: Sequence[QueueLine]) -> Tile:
    href = f"{reverse('cases:queue')}?{chosen}"
    rows = presenters.rows_of(act, lines)
    return Tile(name, title, columns=[str(one) for one in presenters.COLUMNS], rows=rows, href=href)


def _bounded(count: int) -> str:
    return _("more than %(most)s") % {"most": MOST_COUNTED} if count > MOST_COUNTED else str(count)
