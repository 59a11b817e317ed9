"""What a service pack says about its cases: statuses, what may follow them, how long things may take."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A short name in lower case with hyphens."""
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[A-Z][A-Za-z]+$")]
"""What happened, such as ``bookings.SlotBooked``."""


PRIORITIES = ("urgent", "high", "normal", "low")
"""How soon a case is looked at, the most urgent first; its words are the pack's ``case.priority.<word>``."""
NORMAL = PRIORITIES.index("normal")


Priority = Literal["urgent", "high", "normal", "low"]
Standing = Mapping[str, date | None]
"""Facts that stand in a matter, with the days on which they take place."""


def rank(priority: object) -> int:
    """Where a priority stands among the others; anything that is none counts as normal."""
    return PRIORITIES.index(str(priority)) if priority in PRIORITIES else NORMAL


CONDITIONS = ("needs", "excludes", "on_day", "from_day")
"""Keys of a status that name a fact on which something depends."""


class Status(BaseModel):
    """Where a case can stand.

    ``then`` are the statuses that may follow; ``within_days`` is how many working days the next thing may
    take (without it, the case's own due day counts); ``pauses`` stops the clock; ``closes`` ends the case.
    ``needs`` and ``excludes`` name facts (``bookings.SlotBooked``) that must stand, or must not, in the
    matter before a case can come here; ``upon`` names facts that bring it here by themselves.
    ``on_day`` names a fact that says on which day the next thing happens, which is then the case's due day;
    ``from_day`` one whose day must have come before a case can come here.
    ``asks`` says that the person has to do something now and is written to (as every status is that
    ``pauses``, unless it says no). ``phones`` says that somebody phones the person then, so that the service
    has to ask for a number.
    Its words are the pack's ``case.status.<code>.name``, ``….told`` (said when it is reached) and
    ``….next`` (what the person is told happens next).
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
        """Whether the person has to do something before the case goes on."""
        return self.pauses if self.asks is None else self.asks

    def is_possible(self, standing: Standing, today: date) -> bool:
        """Whether a case may come here while these facts stand in its matter."""
        is_met = (self.needs is None or self.needs in standing) and self.excludes not in standing
        return is_met and not self.is_early(standing, today)

    def is_early(self, standing: Standing, today: date) -> bool:
        """Whether the day has not come from which a case may come here."""
        day = standing.get(self.from_day) if self.from_day else None
        return day is not None and today < day


RECEIVED = Status(code="received", then=("working", "done", "not-done"))
WORKING = Status(code="working", then=("waiting-for-you", "done", "not-done"))
WAITING = Status(code="waiting-for-you", then=("working", "done", "not-done"), pauses=True)
DONE = Status(code="done", closes=True, then=("working",))
NOT_DONE = Status(code="not-done", closes=True, then=("working",))


class CaseType(BaseModel):
    """The ``case:`` block of a service pack. Every key has a default that suits a simple request.

    ``team`` is the slug of the team whose queue a new case joins; ``calendar`` the slug of the working
    calendar its clock runs by; ``working_days`` how long it may take, ``working_days_if`` how long with a
    priority (``{urgent: 3}``); ``keep_days`` how long it is kept
    after closing; ``priority_from`` the answer (of a rule, say) that gives its priority. A new case stands at
    the first status. Raises pydantic's ``ValidationError`` (a
    ``ValueError``) with the key at fault.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    team: Code | None = None
    calendar: Code | None = None
    working_days: Annotated[int, Field(ge=1, le=500)] = 10
    working_days_if: dict[Priority, Annotated[int, Field(ge=1, le=500)]] = {}
    keep_days: Annotated[int, Field(ge=1, le=36_525)] = 730
    priority_from: str | None = None
    pause_reasons: tuple[Code, ...] = ("waiting-for-you", "waiting-for-others", "weather")
    statuses: tuple[Status, ...] = (RECEIVED, WORKING, WAITING, DONE, NOT_DONE)

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
    def first(self) -> Status:
        """Where a new case stands."""
        return self.statuses[0]

    def status(self, code: str) -> Status:
        """The status called ``code``; one that is no longer known closes nothing and leads nowhere."""
        return next((status for status in self.statuses if status.code == code), Status(code=code))

    def days_for(self, priority: int) -> int:
        """How many working days a case whose priority has this rank may take."""
        ranked = {rank(word): days for word, days in self.working_days_if.items()}
        return ranked.get(priority, self.working_days)

    def may_follow(self, code: str, after: str) -> bool:
        """Whether a case that stands at ``after`` may move to ``code``."""
        return code in self.status(after).then

    def open_to(self, after: str, standing: Standing, today: date) -> list[str]:
        """The statuses that may follow ``after`` while these facts stand in the matter."""
        return [code for code in self.status(after).then if self.status(code).is_possible(standing, today)]

    def day_of(self, code: str, standing: Standing) -> date | None:
        """The day on which the next thing happens at ``code``, if a fact says so."""
        named = self.status(code).on_day
        return standing.get(named) if named else None

    def led_to(self, after: str, fact: str) -> Status | None:
        """The status to which ``fact`` brings a case that stands at ``after``, if there is one."""
        following = (self.status(code) for code in self.status(after).then)
        return next((status for status in following if fact in status.upon), None)

    @property
    def conditions(self) -> frozenset[str]:
        """Every fact on which it depends whether a status is possible, and by when the next thing happens."""
        named = (getattr(status, key) for status in self.statuses for key in CONDITIONS)
        return frozenset(name for name in named if name)

    @property
    def facts_named(self) -> Iterator[tuple[int, str, str]]:
        """Every fact that a status names: the status's place, the key, the fact."""
        for at, status in enumerate(self.statuses):
            for key in CONDITIONS:
                if name := getattr(status, key):
                    yield at, key, name
            yield from ((at, "upon", name) for name in status.upon)


def in_words(code: str) -> str:
    """A code as words, where a pack says nothing better: ``waiting-for-you`` as "Waiting for you"."""
    return re.sub(r"[-_]+", " ", code).capitalize()
