"""Numbers, dates and lists as people say them, in the language of the page.

Pure functions: the moment "now" and the day "today" are always arguments. Style: the GOV.UK style guide's
numbers and dates ("7am", "midday", "3 March 2026"), which Welsh follows through the message catalogue.
"""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop, ngettext

MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
SHORT_WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)

METRES_A_MILE = 1609.344
YARDS_A_METRE = 1.0936


def _day(when: dt.date | dt.datetime) -> dt.date:
    if isinstance(when, dt.datetime):
        return (localtime(when) if when.tzinfo else when).date()
    return when


def month_name(month: int) -> str:
    """The name of ``month`` (1 to 12): "March"."""
    return gettext(MONTHS[month - 1])


def weekday_name(day: dt.date | dt.datetime) -> str:
    """The weekday's name: "Tuesday"."""
    return gettext(WEEKDAYS[_day(day).weekday()])


def plain_date(day: dt.date | dt.datetime) -> str:
    """A date without its weekday: "3 March 2026". A moment is taken in the place's zone."""
    on = _day(day)
    return f"{on.day} {month_name(on.month)} {on.year}"


def long_date(day: dt.date | dt.datetime) -> str:
    """A date a person can plan by: "Tuesday 3 March 2026"."""
    return f"{weekday_name(day)} {plain_date(day)}"


def short_date(day: dt.date | dt.datetime) -> str:
    """A date near enough to need no year: "Tue 3 March"."""
    on = _day(day)
    return f"{gettext(SHORT_WEEKDAYS[on.weekday()])} {on.day} {month_name(on.month)}"


def month_year(day: dt.date | dt.datetime) -> str:
    """The month of a date: "March 2026"."""
    on = _day(day)
    return f"{month_name(on.month)} {on.year}"


def clock_time(when: dt.time | dt.datetime) -> str:
    """A time of day: "7am", "6:30pm", "midday", "midnight". A moment is taken in the place's zone."""
    at = (localtime(when) if when.tzinfo else when).time() if isinstance(when, dt.datetime) else when
    if (at.hour, at.minute) == (0, 0):
        return gettext("midnight")
    if (at.hour, at.minute) == (12, 0):
        return gettext("midday")
    shown = f"{at.hour % 12 or 12}" + (f":{at.minute:02}" if at.minute else "")
    return (gettext("%(time)sam") if at.hour < 12 else gettext("%(time)spm")) % {"time": shown}


def time_span(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """Two times of one day: "7am to midday"."""
    return gettext("%(start)s to %(end)s") % {"start": clock_time(start), "end": clock_time(end)}


def moment(when: dt.datetime) -> str:
    """A moment: "Tuesday 3 March 2026 at 6:30pm", in the place's zone."""
    return gettext("%(date)s at %(time)s") % {"date": long_date(when), "time": clock_time(when)}


def last_moment(when: dt.datetime) -> str:
    """A moment until which something can be done, for "until …": midnight is the end of the day before it,
    which nobody can take for another."""
    if (localtime(when).hour, localtime(when).minute) == (0, 0):
        return gettext("the end of %(date)s") % {"date": long_date(localtime(when) - dt.timedelta(days=1))}
    return moment(when)


def money(pence: int) -> str:
    """An amount of money: 1800 is "£18", 1850 is "£18.50", -500 is "−£5"."""
    pounds, rest = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{pounds:,}" + (f".{rest:02}" if rest else "")


def price(pence: int) -> str:
    """An amount to pay: like :func:`money`, and "Free" for nothing."""
    return money(pence) if pence else gettext("Free")


def _days_apart(days: int) -> str:
    if days < 14:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if days < 61:
        return ngettext("%(count)s week", "%(count)s weeks", days // 7) % {"count": days // 7}
    if days < 730:
        return ngettext("%(count)s month", "%(count)s months", days // 30) % {"count": days // 30}
    return ngettext("%(count)s year", "%(count)s years", days // 365) % {"count": days // 365}


def relative_day(day: dt.date | dt.datetime, today: dt.date | dt.datetime) -> str:
    """How far ``day`` is from ``today``: "today", "tomorrow", "3 weeks ago", "in 5 days"."""
    days = (_day(day) - _day(today)).days
    near = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    if days in near:
        return near[days]
    if days < 0:
        return gettext("%(span)s ago") % {"span": _days_apart(-days)}
    return gettext("in %(span)s") % {"span": _days_apart(days)}


def duration(minutes: int) -> str:
    """A length of time: 90 is "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(parts)


def distance(metres: float) -> str:
    """A distance as people here say it: "300 yards", "1.2 miles", "14 miles"."""
    yards = round(metres * YARDS_A_METRE / 50) * 50
    if yards < 800:
        return gettext("%(count)s yards") % {"count": max(yards, 50)}
    miles = metres / METRES_A_MILE
    tenths = round(miles, 1)
    shown = f"{miles:.0f}" if miles >= 10 else f"{tenths:g}"
    return gettext("1 mile") if shown == "1" else gettext("%(count)s miles") % {"count": shown}


_PHONE_SHAPES = (
    (r"(\+44)(\d{4})(\d{6})", r"\1 \2 \3"),
    (r"(02\d)(\d{4})(\d{4})", r"\1 \2 \3"),
    (r"(0(?:11\d|1\d1|3\d\d|800|80[0-9]|84\d|87\d|90\d))(\d{3})(\d{3,4})", r"\1 \2 \3"),
    (r"(0\d{4})(\d{6})", r"\1 \2"),
    (r"(0\d{4})(\d{5})", r"\1 \2"),
)


def phone(number: str) -> str:
    """A United Kingdom phone number in the groups people read out: "01632 960123", "0808 157 0192".

    Grouping follows Ofcom's National Telephone Numbering Plan; any other number comes back as it is.
    """
    digits = re.sub(r"[^\d+]", "", number)
    for shape, groups in _PHONE_SHAPES:
        if re.fullmatch(shape, digits):
            return re.sub(shape, groups, digits)
    return number


def listed(items: Iterable[object], *, last: str | None = None) -> str:
    """Things in a sentence: "a, b and c". ``last`` is the joining word (default "and")."""
    words = [str(item) for item in items]
    joint = gettext("and") if last is None else last
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def thousands(number: float) -> str:
    """A count with commas: 24214 is "24,214"; at most two decimals."""
    return f"{number:,}" if isinstance(number, int) else f"{Decimal(str(round(number, 2))):,f}"


def percent(share: float) -> str:
    """A share of one as a percentage: 0.724 is "72%"."""
    return f"{share * 100:.0f}%"


def out_of_ten(share: float) -> str:
    """A share of one as people grasp it: 0.81 is "8 in 10"."""
    return gettext("%(count)s in 10") % {"count": round(share * 10)}


def file_size(octets: int) -> str:
    """The size of a file: "640 bytes", "82 KB", "3.4 MB"."""
    if octets < 1000:
        return ngettext("%(count)s byte", "%(count)s bytes", octets) % {"count": octets}
    if octets < 1_000_000:
        return f"{octets / 1000:.0f} KB"
    return f"{octets / 1_000_000:.1f} MB"
