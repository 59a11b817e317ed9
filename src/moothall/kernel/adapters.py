"""The face of systems that are not ours: kinds of connection, and the adapters that serve them.

A kind (taking payments, sending email …) is offered by the capability that needs it::

    KINDS.offer("email", Kind(_("Sending email"), EMAIL, setting="MOOTHALL_CHANNELS"))
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from moothall.kernel.extension import Registry


class Credentials(BaseModel):
    """What an adapter needs to know, asked for like settings are (``moothall.kernel.settings.Asked``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which connection serves a kind: its id and whose it is; none of either for the embedded one."""

    kind: str
    adapter: str
    id: UUID | None = None
    organisation: UUID | None = None


class CannotReach(Exception):
    """The other system cannot be reached, or does not take these credentials; in words."""


class Adapter(ABC):
    """The face of an outside system, made anew from its connection whenever it is needed. ``is_test``: it
    only pretends."""

    title: ClassVar[str | Promise] = ""
    is_test: ClassVar[bool] = False
    asks: ClassVar[type[Credentials]] = Credentials

    def __init__(self, connection: Chosen, credentials: Credentials) -> None:
        self.connection, self.credentials = connection, credentials

    @abstractmethod
    def test(self) -> None:
        """Ask the other system something that changes nothing. Raises ``CannotReach`` in words."""


@dataclass(frozen=True)
class ConnectionKind:
    """What connections are for. ``adapters`` can serve it; ``setting`` names the Django setting with the
    adapter that serves where nobody connected anything; ``hears`` the address, of each connection, to which
    the other system sends its messages."""

    title: str | Promise
    adapters: Mapping[str, type[Adapter]]
    setting: str
    hears: str = ""

    def embedded(self, kind: str) -> str:
        """The adapter that serves where nobody connected anything."""
        found = getattr(settings, self.setting)
        return str(found.get(kind, "") if isinstance(found, Mapping) else found)


KINDS = Registry[str, ConnectionKind]("The kind of connection")
