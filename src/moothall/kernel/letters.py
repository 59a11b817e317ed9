"""Writing to somebody, asked of the kernel and done by whichever capability sends messages."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.telling import Letter


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter to a person because of ``cause`` (a fact, that sends one ``template`` once), on behalf of an
    organisation."""

    person: UUID
    cause: UUID
    template: str
    letter: Letter
    organisation: UUID | None = None


Carrier = Callable[[Act, Sending], None]

CARRIERS = Registry[str, Carrier]("carrier")
"""Who takes letters to people."""


def send(act: Act, sending: Sending) -> None:
    """Hand a letter to whoever carries them; sent after the act's transaction."""
    for carrier in CARRIERS.values():
        carrier(act, sending)
