"""Loading the demo place, part by part; each part finds what is already there."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from moothall.kernel import clock, places
from moothall.site.demo import people, signing_in

Say = Callable[[str], None]


def load(say: Say) -> None:
    """Load Wexcombe Bay: the place, its organisations, people, directory and services."""
    moment = clock.now()
    say("Drawing the borough and its wards")
    people.describe_place()
    say("Adding organisations and teams")
    people.add_organisations()
    say("Registering people")
    signing_in.add_accounts(people.add_people(moment))
    places.forget()


def pack_folders() -> list[Path]:
    """The demo's service packs."""
    found = (Path(settings.PACKS) / "demo").glob("*/service.yaml")
    return sorted(path.parent for path in found)
