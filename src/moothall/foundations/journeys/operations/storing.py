"""A journey read once in a transaction, locked, and written back."""

from uuid import UUID

from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.queries import paths, reading
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.kernel import vault
from moothall.kernel.act import Act
from moothall.kernel.refusal import NotFound, Refused


def locked(act: Act, journey: UUID) -> JourneyState:
    """The journey, locked until the transaction ends. Raises ``NotFound``."""
    state = reading.locked(act, journey)
    if state is None:
        raise NotFound("We could not find what you began. It may have been too long ago.")
    return state


def under_way(act: Act, journey: UUID) -> JourneyState:
    """The journey, locked. Raises ``NotFound``, and ``Refused`` when it was sent."""
    state = locked(act, journey)
    if state.sent_at is not None:
        raise Refused("You have sent this already.", remedy=paths.page(state.service, journey, "done"))
    return state


def store(act: Act, state: JourneyState) -> None:
    """Write back what changed; whoever asks again in this transaction gets ``state``."""
    if state.person is None:
        raise ValueError("A journey that has not begun is not stored.")
    encrypted = vault.encrypt(state.person, state.progress.plain())
    Journey.objects.filter(pk=state.id).update(encrypted=encrypted, updated_at=act.at)
    reading.remember(state)
