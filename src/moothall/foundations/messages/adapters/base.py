"""The face of a post office: what every way of sending a message offers."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings

from moothall.kernel.extension import Registry


class CannotSend(Exception):
    """The message did not go. ``for_good`` when trying again would not help (no such address)."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it leaves: ``key`` is the same on every try, so that a provider can tell a repeat."""

    key: str
    to: str
    subject: str
    body: str
    sender: str
    reply_to: str = ""


class Post(ABC):
    """A way to send messages of one channel."""

    channel: ClassVar[str]

    @abstractmethod
    def send(self, letter: Letter) -> str:
        """Hand ``letter`` over; returns the provider's receipt (may be empty). Raises ``CannotSend``.

        Never called inside a transaction.
        """


POSTS = Registry[str, Callable[[], Post]]("The way of sending")
"""Ways of sending by name, of which the settings choose."""


def post_for(channel: str) -> Post:
    """The way that the settings choose for ``channel`` (``MOOTHALL_POSTS``). Raises ``CannotSend`` for good
    if there is none."""
    name = settings.MOOTHALL_POSTS.get(channel, "")
    if name not in POSTS:
        raise CannotSend(f"Nothing is set up to send by {channel}.", for_good=True)
    return POSTS[name]()
