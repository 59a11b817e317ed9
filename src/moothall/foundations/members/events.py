"""What happens to invitations."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Event):
    """Somebody is to be sent an invitation, for the first time or again."""

    is_silent = True
    invitation: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """An organisation took an invitation back."""

    is_silent = True
    invitation: UUID


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """Somebody accepted an invitation."""

    is_silent = True
    invitation: UUID
    member: UUID
