"""Rules of recurrence (RFC 5545, RRULE), by days: which are understood, and the days they make.

Only the parts that repeat by days are taken, each once, and the walk ends at the last day that is asked for:
what is written by hand or by a program can keep nobody busy.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

EARLIEST = date(2000, 1, 1)
"""No rule begins before: the walk from there takes a moment."""

DAY = r"([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)"
DAY_OF_MONTH = r"[+-]?([1-9]|[12]\d|3[01])"
MONTH = r"([1-9]|1[0-2])"
PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "BYDAY": rf"{DAY}(,{DAY}){{0,20}}",
    "BYMONTHDAY": rf"{DAY_OF_MONTH}(,{DAY_OF_MONTH}){{0,30}}",
    "BYMONTH": rf"{MONTH}(,{MONTH}){{0,11}}",
    "BYSETPOS": r"[+-]?([1-9]|[12]\d|3[01])",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "COUNT": r"[1-9]\d{0,3}",
}
"""The parts that are understood, and how their values are written."""


class Unreadable(ValueError):
    """A rule that is not understood; the words say why."""


def check(rule: str) -> None:
    """Raise ``Unreadable`` unless ``rule`` is understood."""
    parts = _parts(rule)
    if "FREQ" not in parts:
        raise Unreadable(_("It must say how often: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."))
    if "UNTIL" in parts and "COUNT" in parts:
        raise Unreadable(_("It can end by UNTIL or by COUNT, not by both."))
    list(days(rule, EARLIEST, EARLIEST, EARLIEST))


def days(rule: str, since: date, first: date, last: date) -> Iterator[date]:
    """The days from ``first`` to ``last`` that ``rule`` makes when it begins at ``since``, in order.

    Raises ``Unreadable``.
    """
    parts = _parts(rule)
    ends = min(last, _until(parts) or last)
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    found = islice(_walk(parts, since, ends), count)
    yield from (moment.date() for moment in found if moment.date() >= first)


def _walk(parts: dict[str, str], since: date, last: date) -> Iterable[datetime]:
    kept = [f"{name}={value}" for name, value in parts.items() if name not in {"UNTIL", "COUNT"}]
    bounded = ";".join([*kept, f"UNTIL={last:%Y%m%d}"])
    try:
        return rrulestr(bounded, dtstart=datetime.combine(since, time()))
    except (ValueError, TypeError) as wrong:
        raise Unreadable(_("Its parts do not fit together.")) from wrong


def _parts(rule: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in rule.upper().split(";"):
        name, _is, value = part.partition("=")
        if name in found:
            raise Unreadable(_("“%(part)s” may stand in it only once.") % {"part": name})
        found[name] = _value(name, value)
    return found


def _value(name: str, value: str) -> str:
    if name not in PARTS:
        raise Unreadable(_("“%(part)s” is not a part of a rule by days.") % {"part": name[:30]})
    if not re.fullmatch(PARTS[name], value, re.ASCII):
        raise Unreadable(_("“%(part)s” cannot have that value.") % {"part": name})
    return value


def _until(parts: dict[str, str]) -> date | None:
    if "UNTIL" not in parts:
        return None
    try:
        return date.fromisoformat(parts["UNTIL"][:8])
    except ValueError as wrong:
        raise Unreadable(_("UNTIL is not a day there is.")) from wrong
