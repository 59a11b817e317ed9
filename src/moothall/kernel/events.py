"""What happens in the kernel itself."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """A person became known to the place."""

    is_silent = True
    assurance: str


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """A person's data key was destroyed: nothing about them can be read any more."""

    is_silent = True


@dataclass(frozen=True, kw_only=True)
class MandateGiven(Event):
    """A person let another act for them."""

    is_silent = True
    mandate: UUID
    agent: UUID


@dataclass(frozen=True, kw_only=True)
class MandateRevoked(Event):
    """A mandate ended before its time."""

    is_silent = True
    mandate: UUID


@dataclass(frozen=True, kw_only=True)
class MatterShared(Event):
    """An organisation was let see a matter."""

    receiver = "shared_with"
    grant: UUID
    shared_with: UUID
    basis: str
    purposes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceShared(Event):
    """An organisation was let see all matters of a service at another."""

    is_silent = True
    audience = "organisation"
    receiver = "shared_with"
    grant: UUID
    shared_with: UUID
    service: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class AttributesShared(Event):
    """An organisation was let see some of what somebody told."""

    is_silent = True
    receiver = "shared_with"
    grant: UUID
    shared_with: UUID
    attributes: tuple[str, ...]
    basis: str


@dataclass(frozen=True, kw_only=True)
class GrantNarrowed(Event):
    """What an organisation may see became less."""

    is_silent = True
    receiver = "shared_with"
    grant: UUID
    shared_with: UUID


@dataclass(frozen=True, kw_only=True)
class SharingEnded(Event):
    """An organisation may no longer see what was shared with it."""

    receiver = "shared_with"
    grant: UUID
    shared_with: UUID


@dataclass(frozen=True, kw_only=True)
class MatterRestricted(Event):
    """A matter was restricted to the people named on it."""


@dataclass(frozen=True, kw_only=True)
class RestrictionLifted(Event):
    """A matter is no longer restricted to named people, for a ``reason`` that is one of a few codes."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class MatterPublished(Event):
    """Everybody was let see a public matter."""

    audience = "public"


@dataclass(frozen=True, kw_only=True)
class MatterHidden(Event):
    """A public matter was hidden from everybody who is not on it, for a ``reason`` that is one of a few
    codes."""

    audience = "public"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReasonGiven(Event):
    """Somebody gave a reason for reading a matter that is another team's work."""

    is_silent = True
    audience = "organisation"
    reason: UUID


@dataclass(frozen=True, kw_only=True)
class MatterErased(Event):
    """The time a matter was kept for is over: every capability destroys what it keeps of its content."""


@dataclass(frozen=True, kw_only=True)
class EventReplayed(Event):
    """An operator sent a parked event to its reaction again."""

    is_silent = True
    event: UUID
    reaction: str


@dataclass(frozen=True, kw_only=True)
class EventGivenUp(Event):
    """An operator decided that a reaction to a parked event is never carried out."""

    is_silent = True
    event: UUID
    reaction: str


@dataclass(frozen=True, kw_only=True)
class DueTriedAgain(Event):
    """An operator had something that was due and failed tried again."""

    is_silent = True
    due: UUID
    operation: str


@dataclass(frozen=True, kw_only=True)
class DueGivenUp(Event):
    """An operator decided that something that was due and failed is never done."""

    is_silent = True
    due: UUID
    operation: str


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """A member of an organisation was given a role; ``scope`` says over what sort of thing."""

    is_silent = True
    assignment: UUID
    role: UUID
    scope: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role was taken from a member of an organisation."""

    is_silent = True
    assignment: UUID
    role: UUID
