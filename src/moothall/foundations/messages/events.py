"""What happens to messages."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class MessageWritten(Event):
    """A message to a person waits to be sent."""

    is_silent = True
    message: UUID
    channel: str
    template: str


@dataclass(frozen=True, kw_only=True)
class MessageToPass(Event):
    """A message waits for somebody to phone the person or to post them a letter."""

    message: UUID
    channel: str
    template: str


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """A message was handed to the post, or passed on by hand."""

    message: UUID
    channel: str
    template: str


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Event):
    """A message could not be sent after every try."""

    audience = "organisation"

    message: UUID
    channel: str
    template: str
