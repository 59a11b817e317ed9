"""Loading the demo place, part by part; each part finds what is already there."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from moothall.civic.pages import demo as pages
from moothall.foundations.bookings import demo as bookings
from moothall.kernel import clock, places
from moothall.site import environment
from moothall.site.demo import content, history, people, population, services, signing_in
from moothall.site.demo.invented import Invented
from moothall.site.demo.world import Wexcombe

Say = Callable[[str], None]


def load(say: Say) -> None:
    """Load Wexcombe Bay, then live through its last six months."""
    place, today = build(say), clock.now().date()
    for line in signing_in.guide(settings.BASE_URL):
        say(line)
    since = history.first_day(today)
    say("Living through the last six months, in the background")
    history.live(place, since=max(since, _lived_until() or since), until=today, say=say, done=_remember)
    say("The place has caught up with today")


def build(say: Say) -> Wexcombe:
    """The place as it is before anything happens in it: organisations, people, directory and services."""
    moment = clock.now()
    since = history.first_day(moment.date())
    say("Drawing the borough and its wards")
    people.describe_place()
    say("Adding organisations and teams")
    people.add_organisations()
    say("Registering people")
    known = people.add_people(moment)
    signing_in.add_accounts(known)
    say("Filling the directory")
    services.load_directory(say)
    services.add_calendars(moment.date())
    with clock.set_to(history.moment_on(since)):
        services.add_rounds(since)
    bookings.lay_out()
    packs = services.publish_packs(pack_folders())
    pages.load(content.folder(), say)
    say("Drawing invented households")
    population.load()
    places.forget()
    return Wexcombe(known, Invented(), packs)


def pack_folders() -> list[Path]:
    """The demo's service packs."""
    found = (Path(settings.PACKS) / "demo").glob("*/service.yaml")
    return sorted(path.parent for path in found)


def _memory() -> Path:
    """Where the first day that was not lived through yet is noted."""
    return environment.data_folder() / "demo-lived-until"


def _lived_until() -> date | None:
    return date.fromisoformat(_memory().read_text()) if _memory().exists() else None


def _remember(day: date) -> None:
    _memory().write_text((day + timedelta(days=1)).isoformat())
