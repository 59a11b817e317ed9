"""A small library that lends things: steps with holds and with a till outside, to try journeys with."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import Field

from moothall.design import fields
from moothall.design.forms import Form
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.kernel.operations import organisations
from moothall.kernel.refusal import Conflict, Refused
from moothall.services.checking import checked_folder
from moothall.services.operations import packs
from moothall.services.steps import (
    Answer,
    Asks,
    ChargeLine,
    Effects,
    Holds,
    LeavesSite,
    Settings,
    StepContext,
    step,
)

PACK = Path(__file__).parent / "trial"
DAYS = ("monday", "tuesday")

HELD: dict[str, UUID] = {}
"""Which journey holds which day: one each."""
BORROWED: list[tuple[str, UUID]] = []
"""Days taken for good, with their matters."""
TILL: dict[UUID, int] = {}
"""What journeys have laid on the counter, in pence."""
TAKEN: dict[UUID, int] = {}
"""What was taken from them."""


class SlotSettings(Settings):
    """``for`` is the step the day is chosen for."""

    for_: str | None = Field(None, alias="for")


@step("trial.slot")
class Day(Asks[SlotSettings], Holds[SlotSettings], Effects[SlotSettings]):
    """One day for one person."""

    settings = SlotSettings

    def depends_on(self, settings: SlotSettings) -> Sequence[str]:
        return (settings.for_,) if settings.for_ else ()

    def form(
        self, act: Act, context: StepContext[SlotSettings], typed: Any = None, files: Any = None
    ) -> Form:
        free = [(day, day.title()) for day in DAYS if HELD.get(day) in {None, context.journey}]
        field = fields.Choice(context.words(f"{context.step}.title"), free)
        return Form.of({"day": field})(typed, initial={"day": context.answer or ""})

    def accept(self, act: Act, context: StepContext[SlotSettings], cleaned: Mapping[str, Any]) -> Answer:
        if HELD.setdefault(cleaned["day"], context.journey) != context.journey:
            raise Conflict("That day has just been taken.", fields={"day": "That day has just been taken."})
        return cleaned["day"]

    def summary(self, context: StepContext[SlotSettings], answer: Answer) -> Sequence[Row]:
        return (Row(context.words(f"{context.step}.title"), answer.title()),)

    def check_ready(self, act: Act, context: StepContext[SlotSettings], answer: Answer) -> None:
        if HELD.get(answer) != context.journey:
            raise Conflict("The day you chose has gone. Choose another.")

    def carry_out(self, act: Act, context: StepContext[SlotSettings], answer: Answer) -> None:
        assert context.matter is not None and act.matter == context.matter
        BORROWED.append((answer, context.matter))

    def release(self, act: Act, context: StepContext[SlotSettings], answer: Answer) -> None:
        if HELD.get(answer) == context.journey:
            del HELD[answer]


@step("trial.pay")
class Till(LeavesSite[Settings], Holds[Settings], Effects[Settings]):
    """A counter at another address."""

    def leave(
        self, act: Act, context: StepContext[Settings], *, charges: Sequence[ChargeLine], back: str
    ) -> str | None:
        return f"https://till.example/?pence={sum(line.amount_pence for line in charges)}&back={back}"

    def has_returned(self, act: Act, context: StepContext[Settings]) -> bool:
        return TILL.get(context.journey) == sum(line.amount_pence for line in context.charges)

    def carry_out(self, act: Act, context: StepContext[Settings], answer: Answer) -> None:
        if context.journey in TAKEN:
            raise Refused("This was paid already.")
        TAKEN[context.journey] = TILL[context.journey]

    def release(self, act: Act, context: StepContext[Settings], answer: Answer) -> None:
        TILL.pop(context.journey, None)


def open_library() -> UUID:
    """The library with its service live, and nothing held. Returns the pack's version."""
    for found in (HELD, TILL, TAKEN):
        found.clear()
    BORROWED.clear()
    act = acts.system()
    library = organisations.add_organisation(act, slug="library", name="Town library", kind="library")
    content = checked_folder(PACK, at=clock.now()).content
    return packs.install_pack(act, organisation=library, name="trial-lending", content=content)
