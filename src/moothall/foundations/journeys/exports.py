"""What somebody has answered so far, as questions and answers."""

from collections.abc import Iterable
from uuid import UUID

from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.queries import reading
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item


@EXPORTS.under("journeys_journey")
def answers_so_far(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Each journey that still has its answers, by the titles of its questions; one that has been forgotten
    tells only when it was."""
    rows = Journey.objects.filter(person_id=person).select_related("organisation", "matter")
    for row in rows.order_by("-updated_at", "-pk")[:limit]:
        state = reading.opened(act, row) if row.encrypted is not None else None
        reference = row.matter.reference if row.matter else ""
        yield Item(row.updated_at, _by_title(state) if state else {}, row.organisation.name, reference)


def _by_title(state: JourneyState) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section in state.sections():
        found.setdefault(section.title, []).extend(
            one.value if one.label == section.title else f"{one.label}: {one.value}" for one in section.rows
        )
    return found
