"""The face of a post office: what every way of sending a message offers."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from moothall.kernel import connections
from moothall.kernel.adapters import KINDS, Adapter, CannotReach, ConnectionKind
from moothall.kernel.extension import Registry


class CannotSend(Exception):
    """The message did not go. ``for_good`` when trying again would not help (no such address)."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message as it leaves: ``key`` is the same on every try, so that a provider can tell a repeat;
    ``unsubscribe`` is the address that ends what it comes of, at one press of a button (RFC 8058)."""

    key: str
    to: str
    subject: str
    body: str
    sender: str
    reply_to: str = ""
    unsubscribe: str = ""


class Channel(Adapter):
    """A way to send messages of one channel, made from a connection."""

    channel: ClassVar[str]

    @abstractmethod
    def send(self, letter: OutgoingMessage) -> str:
        """Hand ``letter`` over; returns the provider's receipt (may be empty). Raises ``CannotSend``.

        Never called inside a transaction.
        """


EMAIL = Registry[str, type[Channel]]("The way of sending email")
SMS = Registry[str, type[Channel]]("The way of sending text messages")
KINDS.offer("email", ConnectionKind(_("Sending email"), EMAIL, setting="MOOTHALL_CHANNELS"))
KINDS.offer("sms", ConnectionKind(_("Sending text messages"), SMS, setting="MOOTHALL_CHANNELS"))


def channel_for(channel: str, *, organisation: UUID | None = None) -> Channel:
    """The way that the connection of ``organisation``, or the place's, gives for ``channel``; where nobody
    connected anything, that of the settings (``MOOTHALL_CHANNELS``). Raises ``CannotSend``."""
    connection = connections.chosen(channel, organisation=organisation)
    try:
        return cast(Channel, connections.adapter(connection))
    except CannotReach as lost:
        raise CannotSend(str(lost), for_good=connection.id is None) from lost
