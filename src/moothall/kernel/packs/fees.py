"""What a set of answers costs, by the pack's table of fees. Pure."""

from collections.abc import Callable, Iterable

from moothall.kernel.packs.conditions import Answers, found, holds
from moothall.kernel.packs.schema import Fee
from moothall.kernel.steps import ChargeLine


def charges(fees: Iterable[Fee], answers: Answers, say: Callable[..., str]) -> list[ChargeLine]:
    """The lines to pay for ``answers``; ``say`` gives the words of ``fee.<code>``, with ``{count}`` filled
    in.

    Free lines are left out.
    """
    lines = ((fee, _count(fee, answers)) for fee in fees if holds(fee.when, answers))
    return [
        ChargeLine(say(f"fee.{fee.code}", count=count), amount * count, fee.code)
        for fee, count in lines
        if count and (amount := _amount(fee, answers))
    ]


def total_pence(lines: Iterable[ChargeLine]) -> int:
    """What the lines come to, in pence."""
    return sum(line.amount_pence for line in lines)


def _count(fee: Fee, answers: Answers) -> int:
    if fee.each is None:
        return 1
    value = found(fee.each, answers)
    number = len(value) if isinstance(value, list) else int(value or 0)
    return max(0, number - fee.after)


def _amount(fee: Fee, answers: Answers) -> int:
    instead = (one.amount for one in fee.concessions if holds(one.when, answers))
    return next(instead, fee.amount)
