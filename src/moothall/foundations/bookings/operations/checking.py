"""What can be said of a resource and its openings, before anything is written: refused with words."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Protocol

from django.utils.translation import gettext as _

from moothall.foundations.bookings.rules import recurring
from moothall.kernel.refusal import Refused

MOST_PLACES = 10_000
MOST_MINUTES = 24 * 60
LIMITS = {
    "weeks_ahead": (0, 104),
    "buffer_minutes": (0, MOST_MINUTES),
    "closes_working_days_before": (0, 250),
    "closes_hours_before": (0, 24 * 366),
}
"""The least and the most of each number that says how a resource is booked."""


class Opening(Protocol):
    """What is looked at of an opening."""

    rule: str
    opens: time
    closes: time
    capacity: int
    since_date: date
    until_date: date | None
    slot_minutes: int | None
    skipped_dates: list[date]
    extra_dates: list[date]


def check(openings: Sequence[Opening], numbers: Mapping[str, int]) -> None:
    """Refused, in words, for the first thing that makes no sense."""
    for name, number in numbers.items():
        least, most = LIMITS[name]
        if not least <= number <= most:
            words = _("This must be between %(least)s and %(most)s.") % {"least": least, "most": most}
            raise Refused(f"{name}: {words}", fields={name: words})
    for opening in openings:
        words = _rule_is_wrong(opening) or _is_wrong(opening)
        if words:
            raise Refused(words, fields={"openings": words})


def _rule_is_wrong(opening: Opening) -> str:
    try:
        recurring.check(opening.rule)
    except recurring.Unreadable as wrong:
        return _("We cannot read the rule “%(rule)s”: %(why)s") % {"rule": opening.rule[:100], "why": wrong}
    return ""


def _is_wrong(opening: Opening) -> str:
    if opening.opens == opening.closes != time():
        return _("It opens and closes at the same time. For the whole day say 00:00 to 24:00.")
    if not 1 <= opening.capacity <= MOST_PLACES:
        return _("It must have between 1 and 10,000 places.")
    if opening.slot_minutes is not None and not 1 <= opening.slot_minutes <= MOST_MINUTES:
        return _("A slot must last between 1 minute and a day.")
    if opening.since_date < recurring.EARLIEST:
        return _("It cannot begin before the year 2000.")
    if opening.until_date is not None and opening.until_date < opening.since_date:
        return _("It ends before it begins.")
    if both := sorted(set(opening.skipped_dates) & set(opening.extra_dates)):
        return _("%(day)s is both left out and added.") % {"day": both[0].isoformat()}
    return ""
