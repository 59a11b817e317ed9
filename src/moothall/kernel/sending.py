"""Writing to somebody, asked of the kernel and done by whichever capability sends messages."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.describing import MessageText
from moothall.kernel.extension import Registry


@dataclass(frozen=True, slots=True)
class MessageRequest:
    """A letter to a person because of ``cause`` (an event, that sends one ``template`` once), on behalf of an
    organisation. Where they asked for
    it themselves, ``unsubscribe`` is the address that ends it (RFC 8058)."""

    person: UUID
    cause: UUID
    template: str
    letter: MessageText
    organisation: UUID | None = None
    unsubscribe: str = ""


Sender = Callable[[Act, MessageRequest], None]

SENDERS = Registry[str, Sender]("carrier")
"""Who takes letters to people."""


def send(act: Act, sending: MessageRequest) -> None:
    """Hand a letter to whoever carries them; sent after the act's transaction."""
    for sender in SENDERS.values():
        sender(act, sending)
