"""What happens on journeys. Steps are named by their ids; nothing that was answered is in here."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class JourneyBegun(Event):
    """Somebody gave the first answer of a journey."""

    is_silent = True
    journey: UUID
    pack: UUID
    service: str


@dataclass(frozen=True, kw_only=True)
class QuestionShown(Event):
    """The next question of a journey was asked: for measuring a service."""

    is_silent = True
    audience = "organisation"
    names_nobody = True

    pack: UUID
    service: str
    step: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """A question was answered, for the first time or ``again``: for measuring a service."""

    is_silent = True
    audience = "organisation"
    names_nobody = True

    pack: UUID
    service: str
    step: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class JourneySaved(Event):
    """Somebody wants to come back later. ``leads_to`` is the path a link in their message must lead to."""

    is_silent = True
    journey: UUID
    pack: UUID
    service: str
    leads_to: str


@dataclass(frozen=True, kw_only=True)
class JourneySent(Event):
    """Somebody sent what they had answered; everything they asked for was set going. ``leads_to`` is the path
    of the receipt where no case follows that has a page of its own."""

    journey: UUID
    pack: UUID
    service: str
    amount_pence: int
    leads_to: str


@dataclass(frozen=True, kw_only=True)
class JourneyEnded(Event):
    """A journey was given up or left for too long: what it held was let go and its answers are gone."""

    is_silent = True
    journey: UUID
    pack: UUID
    service: str
