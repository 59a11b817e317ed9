"""Loading the demo place, part by part; each part finds what is already there."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from moothall.civic.pages import demo as pages
from moothall.kernel import clock, places
from moothall.site import environment
from moothall.site.demo import content, history, people, population, services, signing_in

Say = Callable[[str], None]


def load(say: Say, *, with_history: bool = True) -> None:
    """Load Wexcombe Bay: the place, its organisations, people, directory and services; then its past."""
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
    history.lay_out_slots()
    packs = services.publish_packs(pack_folders())
    pages.load(content.folder(), say)
    say("Drawing invented households")
    population.load()
    places.forget()
    for line in signing_in.guide(settings.BASE_URL):
        say(line)
    if with_history:
        say("Living through the last six months, in the background")
        first = max(since, _lived_until() or since)
        history.live(packs, known, since=first, until=moment.date(), say=say, done=_remember)
        say("The place has caught up with today")


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
