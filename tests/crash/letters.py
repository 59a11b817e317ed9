"""A capability of the crash tests' own: journeys are saved, each leads to a letter that a hostile post is to
take. Run as a program by the tests.

``save FIRST LAST`` saves journeys, again and again until each is surely saved; ``work`` is a worker.
"""

import os
import random
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import InterfaceError, OperationalError, connection  # noqa: E402

from moothall.foundations.messages import operations as messages  # noqa: E402
from moothall.foundations.messages.adapters import base  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import allow  # noqa: E402
from moothall.kernel.act import Act  # noqa: E402
from moothall.kernel.event import Event  # noqa: E402
from moothall.kernel.gate import operation, publish  # noqa: E402
from moothall.kernel.operations import people  # noqa: E402
from moothall.kernel.reactions import Envelope, reaction  # noqa: E402
from moothall.kernel.refusal import Busy  # noqa: E402
from moothall.site.commands import worker  # noqa: E402

PEOPLE = 40


@dataclass(frozen=True, kw_only=True)
class JourneySaved(Event):
    """A journey was saved."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SavingTold(Event):
    """A letter about a journey was written."""

    number: int


@operation(allow=allow.system)
def save(act: Act, *, number: int, person: UUID) -> int:
    """Save a journey."""
    publish(JourneySaved(number=number), act, person=person)
    return number


@operation(allow=allow.system)
def tell(act: Act, *, number: int) -> None:
    """Say that a letter was written."""
    publish(SavingTold(number=number), act)


@reaction(to=JourneySaved)
def write_letter(act: Act, envelope: Envelope[JourneySaved]) -> None:
    """Every saved journey leads to a letter."""
    assert envelope.person is not None
    subject = f"Journey {envelope.event.number} is saved"
    messages.write(
        act, person=envelope.person, cause=envelope.id, template="saved", subject=subject, body="Go on."
    )
    tell(act, number=envelope.event.number)


@base.EMAIL.under("hostile")
class HostilePost(base.Channel):
    """Fails in every way: before it takes a letter, after, with any error, and with its worker's death. Each
    time it takes one leaves a file."""

    channel = "email"

    def test(self) -> None:
        """Nothing is reached."""

    def send(self, letter: base.OutgoingMessage) -> str:
        """Take the letter, perhaps, and say so, perhaps."""
        fate = random.random()
        self._fail(fate, before=True)
        folder = Path(settings.MOOTHALL_OUTBOX) / letter.key
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{uuid4()}-{'said' if fate >= UNSAID_UNTIL else 'unsaid'}").touch()
        self._fail(fate, before=False)
        return letter.key

    def _fail(self, fate: float, *, before: bool) -> None:
        for until, (is_before, failure) in WAYS.items():
            if fate < until:
                if is_before is before:
                    fall_dead() if failure is None else _raise(failure)
                return


WAYS: dict[float, tuple[bool, Exception | None]] = {
    0.10: (True, base.CannotSend("closed")),
    0.16: (True, OSError(20, "Not a directory")),
    0.22: (True, RuntimeError("what?")),
    0.28: (True, OperationalError("server closed the connection unexpectedly")),
    0.281: (True, None),
    0.31: (False, TimeoutError("no answer")),
    0.311: (False, None),
}
"""Up to which throw of the dice what goes wrong, before the letter is taken or after; ``None``: the worker
dies."""
UNSAID_UNTIL = 0.311


def _raise(failure: Exception) -> None:
    raise failure


def fall_dead() -> None:
    """End this worker at once."""
    os.kill(os.getpid(), signal.SIGKILL)


def save_surely(number: int, known: list[UUID]) -> None:
    """Save a journey once, however often the database goes away or is busy meanwhile."""
    while True:
        try:
            if len(known) < PEOPLE:
                known.append(register(len(known)))
            person = known[number % len(known)]
            save(acts.system().with_key(f"journey-{number}"), number=number, person=person)
            return
        except (OperationalError, InterfaceError):
            connection.close()
        except Busy:
            continue


def register(number: int) -> UUID:
    """Somebody who saves journeys."""
    act = acts.system().with_key(f"person-{os.getpid()}-{number}")
    return people.register_person(act, personal={"name": "Ann", "email": f"ann{number}@wexcombe.example"})


def main(words: list[str]) -> None:
    """Do what the first word says."""
    if words[0] == "work":
        worker.main([])
    else:
        known: list[UUID] = []
        for number in range(int(words[1]), int(words[2])):
            save_surely(number, known)


if __name__ == "__main__":
    main(sys.argv[1:])
