"""Amounts of money that texts quote from rules, and texts that quote what is no more. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

AMOUNT = re.compile(r"£(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d)?(?![\d])")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True, slots=True)
class Stale:
    """A text, by where it stands, that quotes ``amount``, which the rules no longer say."""

    where: str
    text: str
    amount: str


def amounts(text: str) -> set[Decimal]:
    """Every amount of money in pounds that ``text`` names."""
    return {Decimal(whole.replace(",", "") + pence) for whole, pence in AMOUNT.findall(text)}


def numbers(cells: Iterable[str]) -> set[Decimal]:
    """Every plain number in the cells of rules."""
    found = set()
    for cell in cells:
        for number in NUMBER.findall(cell):
            try:
                found.add(Decimal(number))
            except InvalidOperation:
                continue
    return found


def stale(before: set[Decimal], after: set[Decimal], texts: Mapping[str, str]) -> Iterator[Stale]:
    """The texts that name an amount which stood in the rules ``before`` and does not ``after``."""
    gone = before - after
    for where, text in texts.items():
        for amount in sorted(amounts(text) & gone):
            yield Stale(where, text, f"£{amount:,f}")
