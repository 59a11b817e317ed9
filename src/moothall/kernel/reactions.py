"""Reactions: what a capability does because of an event from elsewhere.

Declared in a capability's ``reactions.py``::

    @reaction(to=SlotBooked)
    def confirm_by_message(act: Act, happened: Envelope[SlotBooked]) -> None:
        operations.send(act, …)

Each is delivered at least once and takes effect once: the outbox writes its :class:`Delivery` in the same
transaction as its effect, and skips it if it is already there.
"""

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from moothall.kernel import naming
from moothall.kernel.act import Act
from moothall.kernel.event import Event, known
from moothall.kernel.extension import Registry
from moothall.kernel.jobs import Lane
from moothall.kernel.models import StoredEvent

E = TypeVar("E", bound=Event)

ActsFor = Literal["organisation", "place", "receiver"]
"""Whose act a reaction is: of the organisation it happened in, of the whole place, or of the organisation
that the event itself names as its ``receiver``."""


@dataclass(frozen=True, slots=True)
class Envelope(Generic[E]):
    """An event as a reaction gets it: what, when, and whom it concerns; in which ``act`` it happened, unless
    it is only to be counted, and whose act that was, unless it is public."""

    id: UUID
    at: datetime
    event: E
    matter: UUID | None
    person: UUID | None
    organisation: UUID | None
    act: UUID | None = None
    actor: UUID | None = None


Carry = Callable[[Act, Envelope[E]], None]
Names = Callable[[], Collection[str]]
To = type[E] | tuple[type[E], ...] | Names
"""One event, several, or whatever says the names of those it is for once every capability is there."""


@dataclass(frozen=True)
class Reaction:
    """One reaction: its name, what it does, because of what, for whom, and in which lane."""

    name: str
    function: Callable[..., None]
    names: Names
    acts_for: ActsFor
    lane: Lane

    @cached_property
    def events(self) -> frozenset[str]:
        """The names of the events it is for."""
        return frozenset(self.names())

    @property
    def words(self) -> str:
        """What it does, in its author's sentence."""
        return inspect.cleandoc(self.function.__doc__ or "").split("\n\n")[0]

    def organisation_of(self, envelope: Envelope[Any]) -> UUID | None:
        """For which organisation it acts; for the whole place without one."""
        if self.acts_for == "receiver":
            receiver: UUID = getattr(envelope.event, envelope.event.receiver)
            return receiver
        return envelope.organisation if self.acts_for == "organisation" else None


REACTIONS = Registry[str, Reaction]("The reaction")
"""Every reaction by its name."""


def reaction(
    *, to: To[E], acts_for: ActsFor = "organisation", lane: Lane = Lane.NOW
) -> Callable[[Carry[E]], Carry[E]]:
    """Have the function called for every event that it is a reaction ``to``, as a system act. A reaction has
    one transaction, and so one organisation; what delays nobody but itself goes in a slower ``lane``."""

    def decorate(function: Carry[E]) -> Carry[E]:
        add(f"{naming.name_of(function.__module__)}.{function.__name__}", function, to, acts_for, lane)
        return function

    return decorate


def add(
    name: str,
    function: Carry[Any],
    to: To[Any] = (),
    acts_for: ActsFor = "place",
    lane: Lane = Lane.NOW,
) -> None:
    """Make a reaction known; one that is ``to`` nothing is carried out only when somebody asks for it."""
    REACTIONS.offer(name, Reaction(name, function, _names(to), acts_for, lane), by=function)


def _names(to: To[Any]) -> Names:
    """What says the names of the events that a reaction is ``to``."""
    if isinstance(to, type):
        to = (to,)
    if isinstance(to, tuple):
        several: tuple[type[Event], ...] = to
        return lambda: [kind.event_name() for kind in several]
    return to


def reactions_to(stored: StoredEvent) -> list[Reaction]:
    """The reactions to ``stored``; none to an event that there is no more."""
    if stored.name not in known():
        return []
    return [found for found in REACTIONS.values() if stored.name in found.events]


def envelope_of(stored: StoredEvent) -> Envelope[Any]:
    """The stored event as the event it is."""
    return Envelope(
        id=stored.id,
        at=stored.at,
        event=known()[stored.name].from_payload(stored.payload, stored.schema_version),
        matter=stored.matter_id,
        person=stored.person_id,
        organisation=stored.organisation_id,
        act=stored.act_id,
        actor=stored.actor_id,
    )
