"""Journeys from their rows: each is read and decrypted once in a transaction."""

from uuid import UUID

from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.rules.progress import Progress
from moothall.kernel import context, vault
from moothall.kernel.act import Act
from moothall.services import pack_cache

LOCKED = "journeys"
"""Where the open transaction remembers the journeys that it has locked: nobody else can change them."""


def locked(act: Act, journey: UUID) -> JourneyState | None:
    """The journey, locked until the transaction ends, inside another query or operation."""
    known = remembered(journey)
    if known is not None:
        return known
    row = Journey.objects.select_for_update().filter(pk=journey, ended_at=None).first()
    state = opened(act, row) if row is not None else None
    if state is not None:
        remember(state)
    return state


def remember(state: JourneyState) -> None:
    """Have whoever asks again in this transaction get ``state``, whose row is locked."""
    _journeys()[state.id] = state


def forget(journey: UUID) -> None:
    """Have whoever asks again in this transaction read it again."""
    _journeys().pop(journey, None)


def remembered(journey: UUID) -> JourneyState | None:
    """The journey as it stands in this transaction, if that has locked it."""
    return _journeys().get(journey)


def opened(act: Act, row: Journey) -> JourneyState | None:
    """The journey of a row that was just read, with its pack and its answers: none once they are
    forgotten."""
    found = pack_cache.published(act, id=row.pack_id)
    if found is None:
        return None
    return JourneyState(
        id=row.id,
        published=found,
        progress=Progress.from_plain(vault.decrypt(row.person_id, row.encrypted)),
        at=row.sent_at or act.at,
        language=act.language,
        person=row.person_id,
        sent_at=row.sent_at,
        matter=row.matter_id,
    )


def _journeys() -> dict[UUID, JourneyState]:
    found: dict[UUID, JourneyState] = context.memory().setdefault(LOCKED, {})
    return found
