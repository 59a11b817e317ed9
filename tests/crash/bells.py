"""A capability of the crash tests' own: bells are rung, each is answered once. Run as a program by the tests.

``work`` is a worker that knows bells; ``ring FIRST LAST`` rings them, again and again until each is surely
rung; ``reap`` asks for the jobs of dead workers to be done by live ones.
"""

import sys
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402
from procrastinate.exceptions import AlreadyEnqueued  # noqa: E402

from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import allow, clock  # noqa: E402
from moothall.kernel.act import Act  # noqa: E402
from moothall.kernel.event import Event  # noqa: E402
from moothall.kernel.gate import operation, publish  # noqa: E402
from moothall.kernel.models import Person  # noqa: E402
from moothall.kernel.reactions import Envelope, reaction  # noqa: E402
from moothall.kernel.refusal import Busy  # noqa: E402
from moothall.site.commands import worker  # noqa: E402
from tests.crash.belfry import POISONED, TOWERS  # noqa: E402


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """A bell was rung."""

    number: int


@dataclass(frozen=True, kw_only=True)
class BellAnswered(Event):
    """Somebody answered a bell."""

    number: int


def tower(number: int) -> UUID:
    """Where a bell hangs; events are about people, so towers are some."""
    return UUID(int=1 + number % TOWERS)


@operation(allow=allow.system)
def ring(act: Act, *, number: int) -> int:
    """Ring a bell."""
    Person.objects.get_or_create(pk=tower(number), defaults={"created_at": clock.now()})
    publish(BellRung(number=number), act, person=tower(number))
    return number


@operation(allow=allow.system)
def answer(act: Act, *, number: int) -> None:
    """Answer a bell."""
    publish(BellAnswered(number=number), act)


@reaction(to=BellRung)
def answer_bell(act: Act, envelope: Envelope[BellRung]) -> None:
    """Every bell but the poisoned one is answered."""
    if envelope.event.number == POISONED:
        raise ValueError("This bell has a crack.")
    answer(act, number=envelope.event.number)


def ring_surely(number: int) -> None:
    """Ring a bell once, however often the database goes away meanwhile."""
    while True:
        try:
            ring(acts.system().with_key(f"bell-{number}"), number=number)
            return
        except (OperationalError, InterfaceError, Busy):
            connection.close()


def main(words: list[str]) -> None:
    """Do what the first word says."""
    if words[0] == "work":
        worker.main([])
    elif words[0] == "reap":
        with suppress(AlreadyEnqueued):
            app.tasks["kernel.reap"].defer(timestamp=0)
    else:
        for number in range(int(words[1]), int(words[2])):
            ring_surely(number)


if __name__ == "__main__":
    main(sys.argv[1:])
