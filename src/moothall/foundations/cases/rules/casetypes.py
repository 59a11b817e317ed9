"""What a service pack, or a capability, says about its cases: stages, and how long things may take."""

from typing import Annotated, Literal

from pydantic import Field

from moothall.kernel.stages import Code, Stage, Stages

OPEN = "cases.open"
"""The step type that opens a case."""
CASE_STEP = "case"
"""The name of the step that the ``case:`` block of a pack stands for, and of its words."""

PRIORITIES = ("urgent", "high", "normal", "low")
"""How soon a case is looked at, the most urgent first; its words are the pack's ``case.priority.<word>``."""
NORMAL = PRIORITIES.index("normal")


Priority = Literal["urgent", "high", "normal", "low"]


def rank(priority: object) -> int:
    """Where a priority stands among the others; anything that is none counts as normal."""
    return PRIORITIES.index(str(priority)) if priority in PRIORITIES else NORMAL


RECEIVED = Stage(code="received", then=("working", "done", "not-done"))
WORKING = Stage(code="working", then=("waiting-for-you", "done", "not-done"))
WAITING = Stage(code="waiting-for-you", then=("working", "done", "not-done"), pauses=True)
DONE = Stage(code="done", closes=True, then=("working",))
NOT_DONE = Stage(code="not-done", closes=True, then=("working",))


class CaseType(Stages):
    """The ``case:`` block of a service pack, or what a capability offers in its place. Every key has a
    default that suits a simple request.

    ``team`` is the slug of the team whose queue a new case joins; ``calendar`` the slug of the working
    calendar its clock runs by; ``working_days`` how long it may take, ``working_days_if`` how long with a
    priority (``{urgent: 3}``); ``keep_days`` how long it is kept
    after closing; ``priority_from`` the answer (of a rule, say) that gives its priority. A new case stands at
    the first status. Raises pydantic's ``ValidationError`` (a
    ``ValueError``) with the key at fault.
    """

    team: Code | None = None
    calendar: Code | None = None
    working_days: Annotated[int, Field(ge=1, le=500)] = 10
    working_days_if: dict[Priority, Annotated[int, Field(ge=1, le=500)]] = {}
    keep_days: Annotated[int, Field(ge=1, le=36_525)] = 730
    priority_from: str | None = None
    pause_reasons: tuple[Code, ...] = ("waiting-for-you", "waiting-for-others", "weather")
    statuses: tuple[Stage, ...] = (RECEIVED, WORKING, WAITING, DONE, NOT_DONE)

    def days_for(self, priority: int) -> int:
        """How many working days a case whose priority has this rank may take."""
        ranked = {rank(word): days for word, days in self.working_days_if.items()}
        return ranked.get(priority, self.working_days)
