"""What pages say of services: opening, cost, age, freshness, ways; in words for people."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import words
from moothall.foundations.directory.queries import ServiceFound
from moothall.foundations.directory.rules import opening
from moothall.foundations.directory.rules.shapes import DAYS
from moothall.kernel import places

Entry = Mapping[str, Any]
Chip = str | tuple[str, str]

FRESH_DAYS, STALE_DAYS = 92, 365
"""An entry confirmed within a quarter is fresh (Open Referral UK's advice); after a year it is stale."""

WAYS = {
    "in-person": gettext_lazy("In person"),
    "online": gettext_lazy("Online"),
    "phone": gettext_lazy("By phone"),
    "at-home": gettext_lazy("At your home"),
}
FEATURES = {
    "step-free": gettext_lazy("Step-free"),
    "accessible-toilet": gettext_lazy("Accessible toilet"),
    "hearing-loop": gettext_lazy("Hearing loop"),
    "lift": gettext_lazy("Lift"),
    "blue-badge-parking": gettext_lazy("Blue badge parking"),
    "changing-places": gettext_lazy("Changing Places toilet"),
    "quiet-room": gettext_lazy("Quiet room"),
    "near-bus-stop": gettext_lazy("Near a bus stop"),
    "tactile-signs": gettext_lazy("Tactile signs"),
}
SPACES = {
    "has-space": (gettext_lazy("Has space"), "good"),
    "few-left": (gettext_lazy("A few places left"), "careful"),
    "waiting-list": (gettext_lazy("Waiting list"), "careful"),
    "full": (gettext_lazy("Full"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """One line of opening hours: which days, from when until when, and a note."""

    days: str
    hours: str
    note: str


def local(moment: datetime) -> datetime:
    """``moment`` in the place's zone."""
    return moment.astimezone(ZoneInfo(places.place().timezone))


def chips(found: ServiceFound, *, now: datetime) -> list[Chip]:
    """The facts under a service in a list; ``now`` is a moment in the place's zone."""
    said: list[Chip] = []
    if found.spaces.get("state") in SPACES:
        label, tone = SPACES[found.spaces["state"]]
        said.append((str(label), tone))
    if found.cost_pence is not None:
        said.append((price(found.cost_pence), "good" if not found.cost_pence else ""))
    if found.metres is not None:
        said.append(_("%(distance)s away") % {"distance": words.distance(found.metres)})
    state = open_words(opening.state(found.schedules, now), today=now.date())
    if state:
        said.append(state)
    said += [str(WAYS[way]) for way in found.ways if way in WAYS]
    said.append(freshness(found.assured_date, today=now.date()))
    return said


def price(pence: int) -> str:
    """The lowest price: "Free" or "From £18"."""
    return _("From %(price)s") % {"price": words.money(pence)} if pence else words.price(0)


def open_words(state: opening.State, *, today: date) -> Chip | None:
    """ "Open until 5pm", "Opens Tuesday 9am", or nothing when it is not known."""
    if state.is_open and state.until is None:
        return (_("Open day and night"), "good")
    if state.is_open and state.until is not None:
        return (_("Open until %(time)s") % {"time": words.clock_time(state.until)}, "good")
    if state.day is None or state.opens is None:
        return None
    at = words.clock_time(state.opens)
    if state.day == today:
        return _("Opens at %(time)s today") % {"time": at}
    when = words.weekday_name(state.day) if (state.day - today).days < 7 else words.short_date(state.day)
    return _("Opens %(day)s at %(time)s") % {"day": when, "time": at}


def freshness(assured: date | None, *, today: date) -> Chip:
    """When somebody last said that the entry is right."""
    if assured is None:
        return (_("Not checked yet"), "careful")
    days = (today - assured).days
    said = _("Checked %(when)s") % {"when": words.relative_day(assured, today)}
    return (said, "careful") if days > STALE_DAYS else (said, "good") if days <= FRESH_DAYS else said


def ages(youngest: float | None, oldest: float | None) -> str:
    """For people of which age, or nothing when it does not matter."""
    low, high = (f"{age:g}" if age is not None else "" for age in (youngest or None, oldest))
    if low and high:
        return _("People aged %(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("People aged %(low)s and over") % {"low": low}
    return _("People up to the age of %(high)s") % {"high": high} if high else ""


def hours(schedules: Iterable[Entry], *, today: date) -> list[Hours]:
    """Opening hours in lines, without those that are over by ``today``."""
    lines = [_hours_line(each, today) for each in schedules if not _is_over(each, today)]
    return [line for line in lines if line.days or line.hours or line.note]


def _hours_line(schedule: Entry, today: date) -> Hours:
    opens, closes = schedule.get("opens_at"), schedule.get("closes_at")
    note = " ".join(
        part
        for part in (_validity(schedule, today), schedule.get("description"), schedule.get("notes"))
        if part
    )
    return Hours(_days(schedule), _span(opens, closes) if opens and closes else "", note)


def _span(opens: str, closes: str) -> str:
    if opens == closes or (opens, closes) == ("00:00", "23:59"):
        return _("All day and night")
    return words.time_span(time.fromisoformat(opens), time.fromisoformat(closes))


def _is_over(schedule: Entry, today: date) -> bool:
    last = schedule.get("valid_to") or schedule.get("until")
    once = schedule.get("dtstart") if not schedule.get("freq") and not schedule.get("byday") else None
    last = last or once
    return bool(last) and date.fromisoformat(str(last)) < today


def _validity(schedule: Entry, today: date) -> str:
    """From when until when these hours are kept, where that is not always."""
    first, last = schedule.get("valid_from"), schedule.get("valid_to") or schedule.get("until")
    is_to_come = bool(first) and date.fromisoformat(str(first)) > today
    said = (
        _("From %(day)s.") % {"day": words.plain_date(date.fromisoformat(str(first)))} if is_to_come else ""
    )
    until = _("Until %(day)s.") % {"day": words.plain_date(date.fromisoformat(str(last)))} if last else ""
    return f"{said} {until}".strip()


def _days(schedule: Entry) -> str:
    """ "Monday to Friday", "Every other Wednesday", "Fourth Saturday of the month", "5 December 2026"."""
    said = _usual_days(schedule)
    if said and schedule.get("freq") != "MONTHLY" and int(schedule.get("interval") or 1) == 2:
        return _("Every other %(day)s") % {"day": said}
    if said and schedule.get("freq") != "MONTHLY" and int(schedule.get("interval") or 1) > 2:
        return _("%(day)s, every %(number)s weeks") % {"day": said, "number": int(schedule["interval"])}
    return said or _dates(schedule)


def _dates(schedule: Entry) -> str:
    """The days of a month, or the one day, on which something is that has no days of the week."""
    if schedule.get("bymonthday"):
        dates = [part.strip() for part in str(schedule["bymonthday"]).split(",") if part.strip()]
        return _("On day %(days)s of the month") % {"days": words.listed(dates)}
    once = schedule.get("dtstart") if not schedule.get("freq") else None
    return words.plain_date(date.fromisoformat(str(once))) if once else ""


def _usual_days(schedule: Entry) -> str:
    parts = [part for part in str(schedule.get("byday", "")).split(",") if part]
    numbered = [part for part in parts if len(part) > 2]
    if numbered:
        return words.listed(_numbered(part) for part in numbered)
    places_of = sorted(DAYS.index(part) for part in parts if part in DAYS)
    names = [_name(at) for at in places_of]
    if len(places_of) == 7:
        return _("Every day")
    if len(places_of) > 2 and places_of[-1] - places_of[0] == len(places_of) - 1:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return words.listed(names) if names else ""


def _numbered(part: str) -> str:
    number, day = part[:-2], _name(DAYS.index(part[-2:]))
    order = {
        "1": _("First %(day)s of the month"),
        "2": _("Second %(day)s of the month"),
        "3": _("Third %(day)s of the month"),
        "4": _("Fourth %(day)s of the month"),
        "5": _("Fifth %(day)s of the month"),
    }
    return order.get(number, _("Last %(day)s of the month")) % {"day": day}


def _name(weekday: int) -> str:
    """The name of a weekday, Monday being 0."""
    return words.weekday_name(date(2024, 1, 1 + weekday))


def costs(document: Entry) -> list[tuple[str, str]]:
    """What it costs: for whom or what, and how much."""
    lines = []
    for option in document.get("cost_options", ()):
        amount = option.get("amount")
        figure = words.price(round(amount * 100)) if amount is not None else ""
        told = option.get("amount_description", "")
        value = (
            figure if not told or told.lower() == figure.lower() else f"{figure}, {told}" if figure else told
        )
        lines.append((option.get("option") or _("Everyone"), value or _("Ask")))
    return lines


def address_lines(location: Entry) -> list[str]:
    """The first address of a place, line by line."""
    address: Entry = next(iter(location.get("addresses", ())), {})
    names = ("address_1", "address_2", "city", "state_province", "postal_code")
    return [address[name] for name in names if address.get(name)]


def paragraphs(text: str) -> Sequence[str]:
    """A text as paragraphs."""
    return [part.strip() for part in re.split(r"\n\s*\n|\n", text) if part.strip()]


def is_sensitive(needs: Iterable[str]) -> bool:
    """Whether being seen with this page could put somebody in danger."""
    return bool({"domestic-abuse", "sexual-violence", "stalking", "hate-crime"} & set(needs))
