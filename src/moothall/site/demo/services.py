"""The demo's working calendars, what can be booked, addresses, directory, and service packs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from moothall.foundations.addresses import commands as addresses
from moothall.foundations.bookings.operations import resources
from moothall.foundations.bookings.operations.resources import Opening
from moothall.foundations.directory import demo as directory
from moothall.kernel.gate import reading
from moothall.kernel.operations import calendars
from moothall.kernel.queries import organisations
from moothall.services.operations import packs
from moothall.services.reading import read_folder
from moothall.site.demo import content
from moothall.site.demo.people import act

Say = Callable[[str], None]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def load_directory(say: Say) -> None:
    """Take in postcodes, addresses, organisations, locations and services."""
    addresses.take_in_postcodes(content.folder() / "postcodes.csv", say)
    addresses.take_in_addresses(content.folder() / "addresses.csv", say)
    directory.load(content.folder(), say)


def add_calendars(today: date) -> None:
    """Say on which days the organisations work."""
    moved = content.shift(today)
    for said in content.read("calendars")["working_calendars"]:
        closed = [each["date"] + moved for each in said.get("also_closed", ())]
        for slug in said["organisations"]:
            organisation = organisation_of(slug)
            calendars.set_calendar(
                act(), organisation=organisation, slug=said["slug"], name=said["name"],
                weekdays=list(said["days"]), holiday_rule=said["holiday_rule"], also_closed=closed,
            )  # fmt: skip


def add_rounds(since: date) -> None:
    """Make the collection rounds and the group sessions bookable, from the day ``since``."""
    said = content.read("calendars")
    council = organisation_of("wexcombe-council")
    crews = next(each for each in said["working_calendars"] if each["slug"] == "waste-crews")
    calendar = calendars.set_calendar(
        act(), organisation=council, slug="waste-crews", name=crews["name"], weekdays=list(crews["days"]),
        holiday_rule=crews["holiday_rule"],
    )  # fmt: skip
    for each in said["collection_rounds"]["rounds"]:
        _add_round(council, calendar, said["collection_rounds"], each, since)
    for each in said["event_sessions"]:
        _add_session(each, since)


def publish_packs(folders: Sequence[Path]) -> dict[tuple[str, str], UUID]:
    """Publish the demo's service packs, and have others adopt them as ``adoptions.yaml`` says.

    Returns the live versions by name of pack and slug of organisation.
    """
    published: dict[tuple[str, str], UUID] = {}
    for folder in folders:
        pack = read_folder(folder)
        name = pack.pack.name
        (first, slots), *others = content.read("adoptions")[name].items()
        published[name, first] = packs.install_pack(
            act(), organisation=organisation_of(first), name=name, content=pack.content, slots=slots
        )
        for slug, filled in others:
            published[name, slug] = packs.install_adoption(
                act(), organisation=organisation_of(slug), version=published[name, first], slots=filled
            )
    return published


def organisation_of(slug: str) -> UUID:
    """The id of the organisation ``slug``."""
    with reading(asking := act()):
        found = organisations.organisation(asking, slug=slug)
    if found is None:
        raise LookupError(f"There is no organisation {slug}.")
    return found.id


def _add_round(
    council: UUID, calendar: UUID, said: Mapping[str, Any], each: Mapping[str, Any], since: date
) -> None:
    opening = Opening(
        rule=f"FREQ=WEEKLY;BYDAY={each['weekday']}",
        opens=time.fromisoformat(said["window"]["opens_at"]),
        closes=time.fromisoformat(said["window"]["closes_at"]),
        capacity=each["capacity"],
        since_date=_weekday_on_or_before(since, each["weekday"]),
    )
    resources.describe_resource(
        act(), organisation=council, slug=each["slug"], kind="large-items", name=_round_name(each["ward"]),
        openings=[opening], areas=[each["ward"]], weeks_ahead=said["bookable_weeks_ahead"],
        closes_working_days_before=said["closes_working_days_before"], calendar=calendar,
    )  # fmt: skip


def _round_name(ward: str) -> str:
    names = {feature["properties"]["code"]: feature["properties"]["name"] for feature in content.areas()}
    return f"Large items round, {names[ward]}"


def _add_session(each: Mapping[str, Any], since: date) -> None:
    location = next(
        place for place in content.read("locations")["locations"] if place["slug"] == each["location"]
    )
    opening = Opening(
        rule=each["recurs"],
        opens=time.fromisoformat(each["starts_at"]),
        closes=time.fromisoformat(each["ends_at"]),
        capacity=each["capacity"],
        since_date=since - timedelta(days=since.weekday()),
    )
    resources.describe_resource(
        act(), organisation=organisation_of(each["organisation"]), slug=each["slug"], kind="community-event",
        name=each["name"], words=each["words"], where=location["name"], openings=[opening],
        closes_hours_before=each.get("closes_hours_before", 0),
        has_waiting_list=bool(each.get("waiting_list")),
    )  # fmt: skip


def _weekday_on_or_before(day: date, weekday: str) -> date:
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(weekday)) % 7)
