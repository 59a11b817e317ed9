"""What the answers on a route cost: each step says what it charges. Pure."""

from collections.abc import Callable, Iterable
from typing import Any

from moothall.services.kinds import kind_of
from moothall.services.route import Route, Sheet, Stop
from moothall.services.steps import Answer, Asking, ChargeLine


def charge_lines(found: Route, sheet: Sheet, asking_at: Callable[[Stop], Asking[Any]]) -> list[ChargeLine]:
    """Everything to be paid, in the order of the steps; ``asking_at`` is what a step may know."""
    lines: list[ChargeLine] = []
    for stop in with_answers(found, sheet):
        if stop.step is not None:
            lines += kind_of(stop.step).charge(asking_at(stop), answer_at(stop, found, sheet))
    return lines


def total_pence(lines: Iterable[ChargeLine]) -> int:
    """What the lines come to, in pence."""
    return sum(line.amount_pence for line in lines)


def with_answers(found: Route, sheet: Sheet) -> list[Stop]:
    """The steps on the route that have been answered, or that need no answer."""
    pages = {stop.key for stop in found.stops}
    return [stop for stop in found.reached if stop.key in sheet.answers or stop.key not in pages]


def answer_at(stop: Stop, found: Route, sheet: Sheet) -> Answer:
    """What was answered at a stop, or what its step derived."""
    if stop.step is not None and kind_of(stop.step).derives:
        return found.answers.get(stop.key)
    return sheet.answers.get(stop.key)
