"""Events in words: what a timeline says of each thing that happened.

A capability says it in its ``describe.py``; a service pack may say it better under the words
``timeline.<event name>`` (and ``timeline.<event name>.more``), filled in with what the describer provides.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from uuid import UUID

from moothall.kernel import texts
from moothall.kernel.act import Act
from moothall.kernel.event import Event
from moothall.kernel.extension import Registry
from moothall.kernel.models import StoredEvent
from moothall.kernel.reactions import Envelope, envelope_of


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
class Description:
    """What happened, in one short sentence; ``more`` adds to it; ``values`` fill in a pack's own words;
    ``href`` leads to the thing itself."""

    what: str
    more: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""


E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class MessageText:
    """What a person is written because of an event, where their service has no words of its own for it. Both
    may leave the blanks that a pack's words may leave: ``{name}``, ``{reference}``, ``{link}`` …"""

    subject: str
    body: str


Writer = Callable[[Act, Envelope[E]], MessageText | None]
Consequences = Callable[[Act, Envelope[Any]], Iterable[str]]
AnswersOf = Callable[[Act, UUID], Iterable[Section]]

Describer = Callable[[Act, Envelope[E]], Description | None]

_DESCRIBERS = Registry[str, Callable[..., Description | None]]("The describer of")
_WRITERS = Registry[str, Callable[..., MessageText | None]]("The letter about")

CONSEQUENCES = Registry[str, Consequences]("what comes of it")
"""Each says, in sentences, what its capability does because of an event from elsewhere. It is asked before
the event, so that a person knows what they are about to do, and for the message after it: it says the same
both times."""

ANSWERS = Registry[str, AnswersOf]("what was answered")
"""Each says what a person told in a matter, as far as the act may see it."""


def describes(event: type[E]) -> Callable[[Describer[E]], Describer[E]]:
    """Let the function put events of ``event`` into words; ``None`` keeps an event out of timelines."""

    def decorate(function: Describer[E]) -> Describer[E]:
        _DESCRIBERS.offer(event.event_name(), function, by=function)
        return function

    return decorate


def has_words(event: type[Event]) -> bool:
    """Whether anybody puts events of ``event`` into words."""
    return event.event_name() in _DESCRIBERS


def describe(act: Act, stored: StoredEvent, words: Words | None = None) -> Description | None:
    """``stored`` in words; ``None`` if nobody has words for it. To the person the pack's come before the
    capability's; they say "you", so who works for an organisation reads the capability's."""
    describer = _DESCRIBERS.get(stored.name)
    told = describer(act, envelope_of(stored)) if describer else None
    key = f"timeline.{stored.name}"
    is_staffs = act.organisation is not None and told is not None
    if words is None or is_staffs or not words.has(key):
        return told
    values = told.values if told else stored.payload
    more = words(f"{key}.more", **values) if words.has(f"{key}.more") else (told.more if told else "")
    return Description(words(key, **values), more, values, told.href if told else "")


def values_of(act: Act, envelope: Envelope[Any]) -> Mapping[str, Any]:
    """What an event's describer provides to fill in words: for messages about it."""
    describer = _DESCRIBERS.get(envelope.event.event_name())
    told = describer(act, envelope) if describer else None
    return told.values if told else {}


def writes(event: type[E]) -> Callable[[Writer[E]], Writer[E]]:
    """Have the person written to about events of ``event``, with the function's letter where the pack has no
    words for it; ``None`` when this one needs no letter."""

    def decorate(function: Writer[E]) -> Writer[E]:
        _WRITERS.offer(event.event_name(), function, by=function)
        return function

    return decorate


def message_about(act: Act, envelope: Envelope[Any]) -> MessageText | None:
    """What the person is written about an event by default, if anything."""
    writer = _WRITERS.get(envelope.event.event_name())
    return writer(act, envelope) if writer else None


def worded(message: str, *, organisation: UUID | None = None, **values: object) -> MessageText:
    """A message outside packs (``members.invitation``), in the language under way and as the organisation or
    the place has it; fields without a value stay. Raises ``KeyError`` for one that nobody keeps."""
    subject, body = f"{message}.subject", f"{message}.body"
    has_subject = texts.is_there(subject)  # a text message has none
    return MessageText(
        texts.say(subject, organisation=organisation, **values) if has_subject else "",
        texts.say(body, organisation=organisation, **values),
    )


def follows(act: Act, envelope: Envelope[Any]) -> list[str]:
    """What every capability does because of an event (that may only be about to happen), in sentences."""
    return [words for consequences in CONSEQUENCES.values() for words in consequences(act, envelope)]


def answers_in(act: Act, matter: UUID) -> list[Section]:
    """What a person told in a matter, for pages of capabilities that did not ask it themselves."""
    return [section for answers_of in ANSWERS.values() for section in answers_of(act, matter)]
