"""Step types: what a capability offers to services.

A service pack names step types (``type: bookings.slot``) and gives each its settings. A capability offers one
by subclassing :class:`Step` in its ``steps.py`` and decorating it with :func:`step`. The journey engine asks
each step on its page, keeps the answer, shows it on the check-answers page, and carries all of them out in
one transaction when the journey is sent::

    ask      form(act, asking)             draws the page and validates what was typed
    keep     keep(act, asking, cleaned)    what to store as the answer; may take a hold (a slot for a while)
    show     summary(asking, answer)       rows for check answers and for the case
    charge   charge(asking, answer)        lines to pay, if the step costs something
    leave    leave(act, asking, …)         an outside page to go to before sending (a payment provider)
    do       do(act, asking, answer)       the effect, inside the transaction that sends the journey
    undo     let_go(act, asking, answer)   give a hold back: the answer changed, or the journey ended unsent

Which steps have a page: those that ``ask``. A step that leaves, derives, or sets ``asks = False`` (opening a
case), has none; ``do`` and ``let_go`` get the answer it derives, else ``None``. ``ready``, ``do`` and
``has_come_back`` find everything to be paid in ``asking.charges``. The engine lets go of a step's leaving
when that amount changes before the journey is sent, and calls ``has_come_back`` only when there is something
to pay.

Some steps derive an answer that nobody types (a rule decides): ``derive`` works it out afresh whenever the
route is walked, it is never stored, and conditions, words and later steps see it under the step's id like any
other. Such a step may also ``choose`` which of the questions before it to ask next. When it cannot be carried
out it raises :class:`Broken`: the journey stops there, keeps what was typed, says so, and has the step
``note_failure``.

For ``moot pack check`` a step also says, from its settings alone: the words it ``wants``, the values it
``offers`` (so that a condition on any other is a mistake), which answers it ``refuses``; and, seeing what is
:class:`Around` it, its ``faults`` and the ``parts`` of the answer it derives.

Answers are JSON values; the journey keeps them encrypted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from moothall.kernel.act import Act
from moothall.kernel.telling import Row, Section, Words

Answer = Any
"""A JSON value: what a step stores about what the person said."""


class Settings(BaseModel):
    """The keys a pack may give a step of this type; unknown keys are refused with file and line."""

    model_config = ConfigDict(extra="forbid", frozen=True)


SettingsClass = type[Settings]
S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """Something to pay: words for the receipt, and pence (VAT included)."""

    words: str
    amount_pence: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Generic[S]):
    """Everything a step may know when it is asked, shown or carried out.

    ``answers`` holds the answers to the other steps by step id; ``person`` is whose journey it is;
    ``organisation`` whose service; ``matter`` is there from sending on. ``at`` is the moment of the act.
    ``answer`` is what was answered here before, for a page to show again.
    ``known`` is what the person agreed to have filled in from before. ``told`` is there from sending on too:
    every step's summary, in order, for a case to keep. ``charges`` is everything to be paid, there from check
    answers on. ``files`` holds the texts of the pack's other files by path. ``step`` is ``items.2.photo`` for
    a step within the second item of a group; its words are found under that name too.
    """

    journey: UUID
    step: str
    settings: S
    words: Words
    organisation: UUID
    service: str
    person: UUID | None
    answers: Mapping[str, Answer]
    at: datetime
    language: str = "en"
    matter: UUID | None = None
    answer: Answer = None
    known: Mapping[str, Any] = field(default_factory=dict)
    told: Sequence["Section"] = ()
    charges: Sequence["ChargeLine"] = ()
    pack: UUID | None = None
    files: Mapping[str, str] = field(default_factory=dict)


class Broken(Exception):
    """What the pack says cannot be carried out. ``words`` say why, to those who look after the service: they
    name rules and steps, never what somebody answered."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Heard:
    """What was answered before a step, as rules understand it."""

    value: Callable[[str], Any]
    """What the answer at a path means (``income`` in pounds); ``None`` where there is none."""
    is_open: Callable[[str], bool]
    """Whether the question at a path is on the way and not answered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What surrounds a step in its pack, for finding its faults.

    ``earlier`` are the steps before it: their types by the key of their words (``items.kind``), nothing for a
    group. ``settings`` are theirs. ``files`` are the pack's other files, ``words`` tells whether a key has
    words, ``day`` is today, ``is_in_group`` whether the step is asked for every item of a group.
    """

    step: str
    earlier: Mapping[str, str]
    settings: Mapping[str, Settings]
    files: Mapping[str, str]
    words: Callable[[str], bool]
    day: date
    is_in_group: bool = False

    def tells(self, fact: str) -> bool:
        """Whether everybody tells ``fact`` (``telephone``) about themselves in one of the earlier steps."""
        steps = ((_STEPS[kind], key) for key, kind in self.earlier.items() if kind)
        return any(fact in step.tells(self.settings[key]) for step, key in steps)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a step's settings that does not fit: the way to it, and words that help."""

    way: tuple[str | int, ...]
    words: str


class Form(Protocol):
    """What a step's form must offer (``moothall.design.forms.Form`` does)."""

    cleaned_data: dict[str, Any]

    def is_valid(self) -> bool:
        """Whether everything typed can be used."""


class Step(Generic[S]):
    """A step type. Subclasses set ``settings`` and override what they need; the defaults ask nothing."""

    type: ClassVar[str]
    settings: ClassVar[SettingsClass] = Settings
    template: ClassVar[str] = "journeys/question.html"
    """Extends ``journeys/page.html``; drawn with ``form``, ``asking``, ``words`` and what :meth:`page`
    adds."""
    asks: ClassVar[bool] = True
    """Whether it has a page of its own."""

    @property
    def leaves(self) -> bool:
        """Whether the person visits an outside page for it, after checking their answers."""
        return type(self).leave is not Step.leave

    @property
    def has_page(self) -> bool:
        """Whether the person meets it on the way to check answers."""
        return self.asks and not self.leaves and not self.derives

    @property
    def derives(self) -> bool:
        """Whether it works out an answer that nobody types."""
        return type(self).derive is not Step.derive

    def ends(self, settings: S) -> bool:
        """Whether its page is where a journey stops for good: it tells somebody that this is not for them."""
        return False

    def wants(self, settings: S) -> Sequence[str]:
        """The words a pack must give for it, under the step's id: ``title``, ``option.sofa`` …"""
        return ("title",) if self.has_page else ()

    def offers(self, settings: S) -> Sequence[str] | None:
        """All values its answer may have, if they are few and known."""
        return None

    def parts(self, settings: S, files: Mapping[str, str], day: date) -> Mapping[str, Sequence[str] | None]:
        """The parts of the answer it derives, each with all values it may have if they are few and known;
        nothing when they are not known."""
        return {}

    def faults(self, settings: S, around: Around) -> Iterable[Fault]:
        """What in its settings does not fit the rest of the pack."""
        return ()

    def meaning(self, settings: S, answer: Answer) -> Any:
        """What an answer means to a rule where that is not what is kept: pounds for pence."""
        return answer

    def derive(self, asking: Asking[S], heard: Heard) -> Answer:
        """The answer that follows from those before it. Raises :class:`Broken`."""
        raise NotImplementedError

    def chooses(self, settings: S) -> Sequence[str]:
        """The steps directly before it of which it says which to ask, and in which order."""
        return ()

    def choose(self, asking: Asking[S], heard: Heard, among: Sequence[str]) -> str | None:
        """Which of the steps ``among`` to ask next; ``None`` when no answer of theirs matters any more.
        Raises :class:`Broken`."""
        return None

    def foresees(self, asking: Asking[S], answer: Answer) -> str:
        """What can be said already, on the pages of the questions it chooses from: "You can probably …"."""
        return ""

    def note_failure(self, act: Act, asking: Asking[S], words: str) -> None:
        """Keep for those who look after the service that this step was :class:`Broken`, and its words. No
        transaction is open."""

    def depends_on(self, settings: S) -> Sequence[str]:
        """The steps its answer was given for (a slot for an address): when one of them is answered
        differently, this answer is let go and asked for again."""
        return ()

    def refuses(self, asking: Asking[S], answer: Answer) -> str:
        """Why a pack's example may not be answered like this; nothing if it may."""
        return ""

    def tells(self, settings: S) -> Sequence[str]:
        """What everybody tells about themselves here, such as ``telephone``: a service that phones people
        needs a step that does."""
        return ()

    def remembered(self, told: Mapping[str, Any], fact: str) -> Answer:
        """The answer that follows from what the person told before, as their ``fact``; ``None`` for none."""
        return told.get(fact)

    def remembers(self, answer: Answer, fact: str) -> Mapping[str, Any]:
        """What to keep as the person's own when a journey with this answer is sent, for next time."""
        return {fact: answer}

    def form(self, act: Act, asking: Asking[S], typed: Any = None, files: Any = None) -> Any:
        """The page's form: unbound for a first look, bound to what was ``typed`` (a ``QueryDict``)."""
        return None

    def page(self, act: Act, asking: Asking[S]) -> dict[str, Any]:
        """More for the template than the form: what may be chosen, a map, a price."""
        return {}

    def keep(self, act: Act, asking: Asking[S], cleaned: Mapping[str, Any]) -> Answer:
        """What to store for ``cleaned``. May take a hold; raises ``Refused`` if that cannot be had."""
        return dict(cleaned)

    def summary(self, asking: Asking[S], answer: Answer) -> Sequence[Row]:
        """The answer in words."""
        return ()

    def now(self, act: Act, *, matter: UUID, step: str, words: Words) -> Sequence[Row] | None:
        """The summary of what it asked for as that stands today, long after the journey was sent (a booking
        that was moved or cancelled); ``None`` when the answer still says it. Asked inside a query."""
        return None

    def values(self, asking: Asking[S], answer: Answer) -> Mapping[str, str]:
        """The answer by the names of the blanks that words may leave for it: ``slot`` for ``{slot}``."""
        rows = self.summary(asking, answer)
        return {asking.step.replace("-", "_"): rows[0].value} if rows else {}

    def charge(self, asking: Asking[S], answer: Answer) -> Sequence[ChargeLine]:
        """What this answer costs; of a step without a page, what it charges."""
        return ()

    def why(self, asking: Asking[S], answer: Answer) -> Sequence[str]:
        """Why it charges what it does, in sentences."""
        return ()

    def within(self, settings: S, answers: Mapping[str, Answer]) -> int | None:
        """How many working days the organisation may take for what it sets going; ``None`` if it sets no
        clock."""
        return None

    def ready(self, act: Act, asking: Asking[S], answer: Answer) -> None:
        """Raise ``Refused`` if the answer can no longer be carried out (a hold has gone); nothing else."""

    def do(self, act: Act, asking: Asking[S], answer: Answer) -> None:
        """Carry it out, in the transaction that sends the journey; ``act`` is about ``asking.matter``."""

    def let_go(self, act: Act, asking: Asking[S], answer: Answer) -> None:
        """Give back what :meth:`keep` held for ``answer``. Doing it twice changes nothing.

        ``asking.answer`` is the answer that stands instead, if there is one: what it still holds stays.
        """

    def leave(self, act: Act, asking: Asking[S], *, charges: Sequence[ChargeLine], back: str) -> str | None:
        """The address of an outside page the person must visit before the journey is sent, or ``None``.

        ``back`` is where that page sends them afterwards; coming back twice, or not at all, is expected.
        """
        return None

    def has_come_back(self, act: Act, asking: Asking[S]) -> bool:
        """Whether what the outside page was for is done, so that the journey can be sent."""
        return True


_STEPS: dict[str, Step[Any]] = {}

T = TypeVar("T", bound=type[Step[Any]])


def step(name: str) -> Callable[[T], T]:
    """Offer the class as the step type ``name``, such as ``bookings.slot``."""

    def decorate(cls: T) -> T:
        cls.type = name
        _STEPS[name] = cls()
        return cls

    return decorate


def step_types() -> Mapping[str, Step[Any]]:
    """Every step type on offer, by name."""
    return MappingProxyType(_STEPS)
