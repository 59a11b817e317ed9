"""Facts in words: what a timeline says of each thing that happened.

A capability says it in its ``tellings.py``; a service pack may say it better under the words
``timeline.<event name>`` (and ``timeline.<event name>.more``), filled in with what the teller provides.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.event import Event
from moothall.kernel.extension import Registry
from moothall.kernel.models import Fact
from moothall.kernel.reactions import Happened, happened


class Words(Protocol):
    """The words of a pack in one language."""

    def __call__(self, key: str, **values: Any) -> str:
        """The words under ``key`` (such as ``slot.title``), with ``{values}`` filled in."""
        ...

    def has(self, key: str) -> bool:
        """Whether the pack says anything under ``key``."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary: a question's label and the answer in words. ``personal`` marks what staff of
    other organisations do not see."""

    label: str
    value: str
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """What one step was told: its title and the rows of its summary."""

    step: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What happened, in one short sentence; ``more`` adds to it; ``values`` fill in a pack's own words;
    ``href`` leads to the thing itself."""

    what: str
    more: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""


E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person is written because of a fact, where their service has no words of its own for it. Both
    may leave the blanks that a pack's words may leave: ``{name}``, ``{reference}``, ``{link}`` …"""

    subject: str
    body: str


Writer = Callable[[Act, Happened[E]], Letter | None]
Foreteller = Callable[[Act, Happened[Any]], Iterable[str]]
Recounter = Callable[[Act, UUID], Iterable[Section]]

Teller = Callable[[Act, Happened[E]], Telling | None]

_TELLERS = Registry[str, Callable[..., Telling | None]]("The teller of")
_WRITERS = Registry[str, Callable[..., Letter | None]]("The letter about")

FORETELLERS = Registry[str, Foreteller]("foreteller")
"""Each says, in sentences, what its capability does because of a fact from elsewhere. It is asked before the
fact, so that a person knows what they are about to do, and for the message after it: it says the same both
times."""

RECOUNTERS = Registry[str, Recounter]("recounter")
"""Each says what a person told in a matter, as far as the act may see it."""


def tells(event: type[E]) -> Callable[[Teller[E]], Teller[E]]:
    """Let the function put facts of ``event`` into words; ``None`` keeps a fact out of timelines."""

    def decorate(function: Teller[E]) -> Teller[E]:
        _TELLERS.offer(event.event_name(), function, by=function)
        return function

    return decorate


def has_words(event: type[Event]) -> bool:
    """Whether anybody puts facts of ``event`` into words."""
    return event.event_name() in _TELLERS


def tell(act: Act, fact: Fact, words: Words | None = None) -> Telling | None:
    """``fact`` in words; ``None`` if nobody has words for it. To the person the pack's come before the
    capability's; they say "you", so who works for an organisation reads the capability's."""
    teller = _TELLERS.get(fact.name)
    told = teller(act, happened(fact)) if teller else None
    key = f"timeline.{fact.name}"
    is_staffs = act.organisation is not None and told is not None
    if words is None or is_staffs or not words.has(key):
        return told
    values = told.values if told else fact.payload
    more = words(f"{key}.more", **values) if words.has(f"{key}.more") else (told.more if told else "")
    return Telling(words(key, **values), more, values, told.href if told else "")


def values_of(act: Act, happened: Happened[Any]) -> Mapping[str, Any]:
    """What a fact's teller provides to fill in words: for messages about it."""
    teller = _TELLERS.get(happened.event.event_name())
    told = teller(act, happened) if teller else None
    return told.values if told else {}


def writes(event: type[E]) -> Callable[[Writer[E]], Writer[E]]:
    """Have the person written to about facts of ``event``, with the function's letter where the pack has no
    words for it; ``None`` when this one needs no letter."""

    def decorate(function: Writer[E]) -> Writer[E]:
        _WRITERS.offer(event.event_name(), function, by=function)
        return function

    return decorate


def letter_about(act: Act, happened: Happened[Any]) -> Letter | None:
    """What the person is written about a fact by default, if anything."""
    writer = _WRITERS.get(happened.event.event_name())
    return writer(act, happened) if writer else None


def follows(act: Act, happened: Happened[Any]) -> list[str]:
    """What every capability does because of a fact (that may only be about to happen), in sentences."""
    return [words for foreteller in FORETELLERS.values() for words in foreteller(act, happened)]


def recounted(act: Act, matter: UUID) -> list[Section]:
    """What a person told in a matter, for pages of capabilities that did not ask it themselves."""
    return [section for recounter in RECOUNTERS.values() for section in recounter(act, matter)]
