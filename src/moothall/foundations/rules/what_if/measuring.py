"""What a result is worth: an amount, a yes or no, or only words."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Any

AMOUNT, COUNT = "amount", "count"
"""Names that a part of a result may have: an amount, and how often it counts."""
MOST_HUNDREDTHS = 10**15


class Measure(StrEnum):
    """How results can be compared."""

    AMOUNT = "amount"
    """More or less of something: money, points, days."""
    YES_NO = "yes or no"
    WORDS = "words"
    """Only the same or another."""


def parts_of(values: Iterable[Any]) -> tuple[str, ...]:
    """The names of the parts that results have, in order; none when they are single values."""
    found: dict[str, None] = {}
    for value in values:
        if isinstance(value, Mapping):
            found |= dict.fromkeys(map(str, value))
    return tuple(found)


def part_of(value: Any, part: str) -> Any:
    """The part of a result that is called ``part``, or the whole when it has no parts or none is named."""
    return value.get(part) if part and isinstance(value, Mapping) else value


def measure_of(values: Sequence[Any]) -> Measure:
    """How these results can be compared; no result counts as an amount of nothing, and as a no."""
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, bool) for value in given):
        return Measure.YES_NO
    if given and all(amount_of(value) is not None for value in given):
        return Measure.AMOUNT
    return Measure.WORDS


def amount_of(value: Any) -> Decimal | None:
    """A result as an amount: a number, a part called amount (times its count), or the sum of a list of such.

    No result is an amount of nothing; anything else has none.
    """
    if value is None:
        return Decimal(0)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Mapping):
        return _charge(value)
    if isinstance(value, list):
        amounts = [amount_of(part) for part in value]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None
    return None


def hundredths(value: Any) -> int:
    """The amount of a result in hundredths (pence, where it is pounds), a yes as one whole.

    Raises ``ValueError`` when it has none, or one too large to add up over a population.
    """
    amount = Decimal(value) if isinstance(value, bool) else amount_of(value)
    if amount is None or abs(amount) > MOST_HUNDREDTHS // 100:
        raise ValueError("this result is no amount that can be added up")
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _charge(value: Mapping[str, Any]) -> Decimal | None:
    amount, count = value.get(AMOUNT), value.get(COUNT, Decimal(1))
    if isinstance(amount, Decimal) and isinstance(count, Decimal):
        return amount * count
    return None
