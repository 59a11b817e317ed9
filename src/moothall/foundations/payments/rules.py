"""What a payment may do next and how it is booked: decided from plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, Field

CURRENCY = "GBP"
KEEP_UNSENT = timedelta(hours=24)
"""How long an authorisation waits for its journey to be sent before it is let go."""


class Line(BaseModel):
    """One thing paid for: words for the receipt, pence (a reduction is negative), and the code it is booked
    under."""

    words: str = Field(max_length=200)
    amount_pence: int
    code: str = Field(max_length=60)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ledger transaction: the account's code; pence, a debit positive and a credit negative."""

    account: str
    amount_pence: int


def total(lines: Iterable[Line]) -> int:
    """What the lines come to, in pence."""
    return sum(line.amount_pence for line in lines)


def sides_of_capture(lines: Sequence[Line], *, provider: str) -> list[Side]:
    """A payment taken: the provider owes us the total, and each code has earned its part.

    Lines of one code are booked together; those that cancel out leave no side.
    """
    earned: Counter[str] = Counter()
    for line in lines:
        earned[line.code] += line.amount_pence
    sides = [Side(f"provider:{provider}", total(lines))]
    sides += [Side(f"income:{code}", -pence) for code, pence in sorted(earned.items()) if pence]
    return sides


def sides_of_refund(amount_pence: int, *, provider: str) -> list[Side]:
    """Money given back: the provider owes us less."""
    return [Side("refunds", amount_pence), Side(f"provider:{provider}", -amount_pence)]


def standing_of(state: str, *, refunded_pence: int, amount_pence: int) -> str:
    """How a payment stands, as one code: its state, or ``refunded`` or ``partly-refunded`` once captured."""
    if state != "captured" or not refunded_pence:
        return state
    return "refunded" if refunded_pence == amount_pence else "partly-refunded"
