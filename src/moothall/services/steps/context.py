"""What step types are told and answer with: the context of a step, of a pack, and the answers so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

from moothall.kernel.describing import Section, Words

Answer = JsonValue
"""What a step stores about what the person said; the journey keeps it encrypted."""


class Settings(BaseModel):
    """The keys a pack may give a step of this type; unknown keys are refused with file and line."""

    model_config = ConfigDict(extra="forbid", frozen=True)


S = TypeVar("S", bound=Settings)
S_co = TypeVar("S_co", bound=Settings, covariant=True)


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """Something to pay: words for the receipt, and pence (VAT included)."""

    words: str
    amount_pence: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContext(Generic[S_co]):
    """Everything a step may know when it is asked, summarised or carried out.

    ``answers`` holds the answers to the other steps by step id; ``person`` is the applicant; ``organisation``
    whose service; ``matter`` is there from sending on. ``at`` is the moment of the act. ``answer`` is what
    was answered here before, for a page to show again. ``sections`` are there from sending on too: every
    step's summary, in order, for a case to keep. ``charges`` is everything to be paid, there from check
    answers on. ``files`` holds the texts of the pack's other files by path. ``step`` is ``items.2.photo`` for
    a step within the second item of a group; its words are found under that name too.
    """

    journey: UUID
    step: str
    settings: S_co
    words: Words
    organisation: UUID
    service: str
    person: UUID | None
    answers: Mapping[str, Answer]
    at: datetime
    language: str = "en"
    matter: UUID | None = None
    answer: Answer = None
    sections: Sequence[Section] = ()
    charges: Sequence[ChargeLine] = ()
    pack: UUID | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """The pack's words ``name`` for this step, or nothing."""
        key = f"{self.step}.{name}"
        return self.words(key) if self.words.has(key) else ""

    @property
    def title(self) -> str:
        """The question."""
        return self.words(f"{self.step}.title")

    @property
    def label(self) -> str:
        """What the answer is called on "check your answers"."""
        return self.said("summary") or self.title


class StepFailed(Exception):
    """What the pack says cannot be carried out. ``words`` say why, to those who look after the service: they
    name rules and steps, never what somebody answered."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class AnswersReader:
    """What was answered before a step, as rules understand it."""

    value: Callable[[str], object]
    """What the answer at a path means (``income`` in pounds); ``None`` where there is none."""
    is_open: Callable[[str], bool]
    """Whether the question at a path is on the way and not answered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContext:
    """What surrounds a step in its pack, for finding its problems.

    ``earlier`` are the steps before it: their types by the key of their words (``items.kind``), nothing for a
    group. ``settings`` are theirs, ``collected`` what everybody tells about themselves in them
    (``telephone``). ``files`` are the pack's other files, ``words`` tells whether a key has words, ``day`` is
    today, ``is_in_group`` whether the step is asked for every item of a group.
    """

    step: str
    earlier: Mapping[str, str]
    settings: Mapping[str, Settings]
    collected: frozenset[str]
    files: Mapping[str, str]
    words: Callable[[str], bool]
    day: date
    is_in_group: bool = False


def mapping(answer: Answer) -> Mapping[str, Answer]:
    """The parts of an answer that has some; nothing for one that has none."""
    return answer if isinstance(answer, dict) else {}
