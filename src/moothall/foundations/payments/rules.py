"""What a payment may do next and how it is booked: decided from plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from moothall.kernel.workdays import WorkingDays

CURRENCY = "GBP"
DAYS_TO_ARRIVE = 5
"""Working days that a refund takes to reach a card."""
KEEP_UNSENT = timedelta(hours=24)
"""How long an authorisation waits for its journey to be sent before it is let go."""


class PriceLine(BaseModel):
    """One thing paid for: words for the receipt, pence (a reduction is negative), and the code it is booked
    under."""

    words: str = Field(max_length=200)
    amount_pence: int
    code: str = Field(max_length=60)


class GivingBack(BaseModel):
    """When money goes back, as a pack says it: ``upon`` an event by which something is undone
    (``bookings.BookingCancelled``), ``because`` of one of these reasons (any, if none is named), if at least
    ``working_days_before`` working days lie between the day it happens and the day it was for (whenever, if
    none are named), this ``share`` of what was paid, in per cent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    upon: str = Field(pattern=r"^[a-z_]+\.[A-Z][A-Za-z]+$")
    because: tuple[str, ...] = ()
    working_days_before: int | None = Field(None, ge=0, le=250)
    share: int = Field(100, ge=0, le=100)

    def fits(self, *, event: str, reason: str, day: date, wanted: date | None, works: WorkingDays) -> bool:
        """Whether it speaks of ``event`` on ``day``, about something on the day ``wanted``."""
        if event != self.upon or (self.because and reason not in self.because):
            return False
        if self.working_days_before is None or wanted is None:
            return self.working_days_before is None
        return day <= works.before(wanted, self.working_days_before)


def share_back(
    rules: Iterable[GivingBack],
    *,
    event: str,
    reason: str,
    day: date,
    wanted: date | None,
    works: WorkingDays,
) -> int | None:
    """How much goes back because of ``event``, in per cent: by the first rule that fits, nothing when it is
    too late for all, ``None`` when no rule speaks of such an event."""
    about = [rule for rule in rules if rule.upon == event]
    fitting = (
        rule.share
        for rule in about
        if rule.fits(event=event, reason=reason, day=day, wanted=wanted, works=works)
    )
    return next(fitting, 0) if about else None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ledger transaction: the account's code; pence, a debit positive and a credit negative."""

    account: str
    amount_pence: int


def total(lines: Iterable[PriceLine]) -> int:
    """What the lines come to, in pence."""
    return sum(line.amount_pence for line in lines)


def sides_of_capture(lines: Sequence[PriceLine], *, provider: str) -> list[Side]:
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
