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
from moothall.kernel.operations import organisations
from moothall.kernel.refusal import Conflict, Refused
from moothall.kernel.telling import Row
from moothall.services.checking import checked_folder
from moothall.services.operations import packs
from moothall.services.steps import Answer, Asking, ChargeLine, Settings, Step, step

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
class Day(Step[SlotSettings]):
    """One day for one person."""

    settings = SlotSettings

    def depends_on(self, settings: SlotSettings) -> Sequence[str]:
        return (settings.for_,) if settings.for_ else ()

    def form(self, act: Act, asking: Asking[SlotSettings], typed: Any = None, files: Any = None) -> Form:
        free = [(day, day.title()) for day in DAYS if HELD.get(day) in {None, asking.journey}]
        field = fields.Choice(asking.words(f"{asking.step}.title"), free)
        return Form.of({"day": field})(typed, initial={"day": asking.answer or ""})

    def keep(self, act: Act, asking: Asking[SlotSettings], cleaned: Mapping[str, Any]) -> Answer:
        if HELD.setdefault(cleaned["day"], asking.journey) != asking.journey:
            raise Conflict("That day has just been taken.", fields={"day": "That day has just been taken."})
        return cleaned["day"]

    def summary(self, asking: Asking[SlotSettings], answer: Answer) -> Sequence[Row]:
        return (Row(asking.words(f"{asking.step}.title"), answer.title()),)

    def ready(self, act: Act, asking: Asking[SlotSettings], answer: Answer) -> None:
        if HELD.get(answer) != asking.journey:
            raise Conflict("The day you chose has gone. Choose another.")

    def do(self, act: Act, asking: Asking[SlotSettings], answer: Answer) -> None:
        assert asking.matter is not None and act.matter == asking.matter
        BORROWED.append((answer, asking.matter))

    def let_go(self, act: Act, asking: Asking[SlotSettings], answer: Answer) -> None:
        if HELD.get(answer) == asking.journey:
            del HELD[answer]


@step("trial.pay")
class Till(Step[Settings]):
    """A counter at another address."""

    def leave(
        self, act: Act, asking: Asking[Settings], *, charges: Sequence[ChargeLine], back: str
    ) -> str | None:
        return f"https://till.example/?pence={sum(line.amount_pence for line in charges)}&back={back}"

    def has_come_back(self, act: Act, asking: Asking[Settings]) -> bool:
        return TILL.get(asking.journey) == sum(line.amount_pence for line in asking.charges)

    def do(self, act: Act, asking: Asking[Settings], answer: Answer) -> None:
        if asking.journey in TAKEN:
            raise Refused("This was paid already.")
        TAKEN[asking.journey] = TILL[asking.journey]

    def let_go(self, act: Act, asking: Asking[Settings], answer: Answer) -> None:
        TILL.pop(asking.journey, None)


def open_library() -> UUID:
    """The library with its service live, and nothing held. Returns the pack's version."""
    for found in (HELD, TILL, TAKEN):
        found.clear()
    BORROWED.clear()
    act = acts.system()
    library = organisations.add_organisation(act, slug="library", name="Town library", kind="library")
    content = checked_folder(PACK, at=clock.now()).stored
    return packs.publish_pack(act, organisation=library, name="trial-lending", content=content)
