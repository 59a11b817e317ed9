"""Reactions: what a capability does because of a fact from elsewhere.

Declared in a capability's ``reactions.py``::

    @reaction(to=SlotBooked)
    def confirm_by_message(act: Act, fact: Happened[SlotBooked]) -> None:
        operations.send(act, …)

Each is delivered at least once and takes effect once: the outbox writes its :class:`Delivery` in the same
transaction as its effect, and skips it if it is already there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from moothall.kernel import naming
from moothall.kernel.act import Act
from moothall.kernel.event import Event, known
from moothall.kernel.models import Fact

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Happened(Generic[E]):
    """A fact as a reaction gets it: the event, when, and whom it concerns."""

    id: UUID
    at: datetime
    event: E
    matter: UUID | None
    person: UUID | None
    organisation: UUID | None


Reaction = Callable[[Act, Happened[E]], None]

_REACTIONS: dict[str, dict[str, Callable[..., None]]] = {}
_WITHIN: dict[str, Callable[[Any], UUID]] = {}
_WATCHERS: dict[str, tuple[Callable[[Fact], bool], Callable[..., None]]] = {}


def reaction(
    *, to: type[E], within: Callable[[E], UUID] | None = None
) -> Callable[[Reaction[E]], Reaction[E]]:
    """Have the function called for every fact of the event ``to``, as a system act of its organisation, or of
    the one that ``within`` draws from the event: a reaction has one transaction, and so one organisation."""

    def decorate(function: Reaction[E]) -> Reaction[E]:
        name = f"{naming.name_of(function.__module__)}.{function.__name__}"
        _REACTIONS.setdefault(to.event_name(), {})[name] = function
        if within is not None:
            _WITHIN[name] = within
        return function

    return decorate


def watch(*, when: Callable[[Fact], bool]) -> Callable[[Reaction[Any]], Reaction[Any]]:
    """Have the function called for facts of every kind that ``when`` says yes to: for readers of the whole
    stream, such as messages. ``when`` runs in the act's own transaction and must be quick."""

    def decorate(function: Reaction[Any]) -> Reaction[Any]:
        _WATCHERS[f"{naming.name_of(function.__module__)}.{function.__name__}"] = (when, function)
        return function

    return decorate


def reactions_to(fact: Fact) -> dict[str, Callable[..., None]]:
    """The reactions to ``fact``, by their own names; none to an event that there is no more."""
    if fact.name not in known():
        return {}
    watching = {name: function for name, (when, function) in _WATCHERS.items() if when(fact)}
    return _REACTIONS.get(fact.name, {}) | watching


def organisation_of(name: str, happened: Happened[Any]) -> UUID | None:
    """For which organisation the reaction ``name`` acts."""
    return _WITHIN[name](happened.event) if name in _WITHIN else happened.organisation


def happened(fact: Fact) -> Happened[Any]:
    """The stored fact as the event it is."""
    return Happened(
        id=fact.id,
        at=fact.at,
        event=known()[fact.name].from_payload(fact.payload, fact.schema_version),
        matter=fact.matter_id,
        person=fact.person_id,
        organisation=fact.organisation_id,
    )
