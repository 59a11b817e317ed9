"""Stages: where a case, report, proposal or contract can stand, and what may follow. One table of transitions
for all of them, with its words, and the case types that capabilities offer for matters of their own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from moothall.kernel.describing import Words
from moothall.kernel.extension import Registry

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A short name in lower case with hyphens."""
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[A-Z][A-Za-z]+$")]
"""What happened, such as ``bookings.SlotBooked``."""
Standing = Mapping[str, date | None]
"""Events that stand in a matter, with the days on which they take place."""
CONDITIONS = ("needs", "excludes", "on_day", "from_day")
"""Keys of a stage that name an event on which something depends."""


class Stage(BaseModel):
    """Where something can stand: a case, a report, a proposal, a contract.

    ``then`` are the statuses that may follow; ``within_days`` is how many working days the next thing may
    take (without it, its own due day counts); ``pauses`` stops the clock; ``closes`` ends it.
    ``needs`` and ``excludes`` name events (``bookings.SlotBooked``) that must stand, or must not, in the
    matter before it can come here; ``upon`` names events that bring it here by themselves.
    ``on_day`` names an event that says on which day the next thing happens, which is then its due day;
    ``from_day`` one whose day must have come before it can come here.
    ``asks`` says that the person has to do something now and is written to (as every status is that
    ``pauses``, unless it says no). ``phones`` says that somebody phones the person then, so that the service
    has to ask for a number.
    Its words are ``status.<code>.name``, ``….told`` (said when it is reached) and ``….next`` (what happens
    next), read by :class:`StageWords`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    then: tuple[Code, ...] = ()
    within_days: Annotated[int, Field(ge=0, le=250)] | None = None
    pauses: bool = False
    closes: bool = False
    needs: FactName | None = None
    excludes: FactName | None = None
    upon: tuple[FactName, ...] = ()
    on_day: FactName | None = None
    from_day: FactName | None = None
    asks: bool | None = None
    phones: bool = False

    @property
    def asks_something(self) -> bool:
        """Whether the person has to do something before it goes on."""
        return self.pauses if self.asks is None else self.asks

    def is_possible(self, standing: Standing, today: date) -> bool:
        """Whether it may come here while these events stand in its matter."""
        is_met = (self.needs is None or self.needs in standing) and self.excludes not in standing
        return is_met and not self.is_early(standing, today)

    def is_early(self, standing: Standing, today: date) -> bool:
        """Whether the day has not come from which it may come here."""
        day = standing.get(self.from_day) if self.from_day else None
        return day is not None and today < day


class Stages(BaseModel):
    """A table of stages, the first of which is where something new stands; ``pause_reasons`` are why
    a clock may stand still.

    Raises pydantic's ``ValidationError`` (a ``ValueError``) with the key at fault.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    statuses: tuple[Stage, ...]
    pause_reasons: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _statuses_lead_somewhere(self) -> Self:
        codes = [status.code for status in self.statuses]
        if len(codes) != len(set(codes)):
            raise PydanticCustomError("statuses", "two statuses have the same code")
        strangers = sorted({code for status in self.statuses for code in status.then} - set(codes))
        if strangers:
            raise PydanticCustomError("statuses", "there is no status “{code}”", {"code": strangers[0]})
        if not any(status.closes for status in self.statuses):
            raise PydanticCustomError("statuses", "at least one status needs “closes: true”")
        stuck = sorted(status.code for status in self.statuses if not status.closes and not status.then)
        if stuck:
            raise PydanticCustomError(
                "statuses", "list under “then” what may follow “{code}”", {"code": stuck[0]}
            )
        return self

    @property
    def first(self) -> Stage:
        """Where something new stands."""
        return self.statuses[0]

    def status(self, code: str) -> Stage:
        """The status called ``code``; one that is no longer known closes nothing and leads nowhere."""
        return next((status for status in self.statuses if status.code == code), Stage(code=code))

    def may_follow(self, code: str, after: str) -> bool:
        """Whether what stands at ``after`` may move to ``code``."""
        return code in self.status(after).then

    def open_to(self, after: str, standing: Standing, today: date) -> list[str]:
        """The statuses that may follow ``after`` while these events stand in the matter."""
        return [code for code in self.status(after).then if self.status(code).is_possible(standing, today)]

    def day_of(self, code: str, standing: Standing) -> date | None:
        """The day on which the next thing happens at ``code``, if an event says so."""
        named = self.status(code).on_day
        return standing.get(named) if named else None

    def led_to(self, after: str, stored: str) -> Stage | None:
        """The status to which ``stored`` brings what stands at ``after``, if there is one."""
        following = (self.status(code) for code in self.status(after).then)
        return next((status for status in following if stored in status.upon), None)

    @property
    def conditions(self) -> frozenset[str]:
        """Every event on which it depends whether a status is possible, and by when the next thing
        happens."""
        named = (getattr(status, key) for status in self.statuses for key in CONDITIONS)
        return frozenset(name for name in named if name)

    @property
    def facts_named(self) -> Iterator[tuple[int, str, str]]:
        """Every event that a status names: the status's place, the key, the event."""
        for at, status in enumerate(self.statuses):
            for key in CONDITIONS:
                if name := getattr(status, key):
                    yield at, key, name
            yield from ((at, "upon", name) for name in status.upon)


@dataclass(frozen=True, slots=True)
class StageWords:
    """What the stages of one thing are called, in ``words`` whose keys begin with ``prefix``."""

    words: Words
    prefix: str

    def name(self, code: str) -> str:
        """The name of a stage."""
        return self.said(f"status.{code}.name") or in_words(code)

    def told(self, code: str) -> str:
        """What is said when a stage is reached."""
        return self.said(f"status.{code}.told") or self.name(code)

    def next(self, code: str) -> str:
        """What is said of what happens next, if anything is."""
        return self.said(f"status.{code}.next")

    def reason(self, code: str) -> str:
        """Why a clock stands still."""
        return self.said(f"pause.{code}") or self.name(code)

    def said(self, key: str) -> str:
        """The words under a key; nothing where there are none."""
        full = f"{self.prefix}.{key}"
        return self.words(full) if self.words.has(full) else ""


@dataclass(frozen=True, slots=True)
class OfferedCase:
    """What a capability says of the cases about its own matters: what a pack writes under ``case:``, and the
    words a pack has for it (``service.title``, ``case.status.<code>.name`` …), translated lazily."""

    case: Mapping[str, Any]
    texts: Mapping[str, Any]

    def __call__(self, key: str, **values: Any) -> str:
        """The words under ``key``, with ``{values}`` filled in."""
        return str(self.texts[key]).format(**values)

    def has(self, key: str) -> bool:
        """Whether anything is said under ``key``."""
        return key in self.texts


CASE_TYPES = Registry[str, OfferedCase]("The case type")
"""By the kind of matter the cases are opened for."""


def in_words(code: str) -> str:
    """A code as words, where a pack says nothing better: ``waiting-for-you`` as "Waiting for you"."""
    return re.sub(r"[-_]+", " ", code).capitalize()
