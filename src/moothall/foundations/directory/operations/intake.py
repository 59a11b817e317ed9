"""Taking in services from a feed, a batch at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from moothall.foundations.directory.events import ServicesImported
from moothall.foundations.directory.models import Service
from moothall.foundations.directory.operations import organisations, places, services, terms
from moothall.foundations.directory.rules import deriving, reading
from moothall.kernel import allow, locating
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a batch, by the ids of its services; ``kept`` were changed here by their organisation,
    which a feed does not undo."""

    added: list[UUID] = field(default_factory=list)
    changed: list[UUID] = field(default_factory=list)
    unchanged: list[UUID] = field(default_factory=list)
    kept: list[UUID] = field(default_factory=list)


@operation(allow=allow.system)
def take_in_services(act: Act, *, source: str, entries: list[Entry], is_own: bool = False) -> Intake:
    """Add services to the directory or bring them up to date; what has not changed is not touched.

    ``entries`` are as :func:`rules.reading.read_service` gives them, with their organisations and places,
    each service once. ``source`` names the feed. ``is_own``: the entries come from this place itself and may
    say under which ``slug`` they are and with which ``pack`` they can be done here.
    """
    _locate(act, entries)
    digests = {UUID(entry["id"]): reading.digest(entry) for entry in entries}
    intake = _sort(digests)
    wanted = {*intake.added, *intake.changed}
    fresh = {UUID(entry["id"]): entry for entry in entries if UUID(entry["id"]) in wanted}
    if fresh:
        elsewhere = _write(act, fresh, digests, source=source, is_own=is_own)
        publish(
            ServicesImported(
                added=len(intake.added),
                changed=len(intake.changed),
                services=tuple(sorted(elsewhere | fresh.keys())),
            ),
            act,
        )
    return intake


def _locate(act: Act, entries: list[Entry]) -> None:
    """Give places without coordinates those of their postcode, before anything is compared."""
    missing = [
        (link["location"], deriving.postcode(link["location"]))
        for entry in entries
        for link in deriving.places(entry)
        if link["location"].get("latitude") is None
    ]
    spots = locating.located(act, postcodes=[code for _, code in missing])
    for location, code in missing:
        spot = spots.get(locating.tidy(code))
        if spot:
            location |= {"latitude": spot.latitude, "longitude": spot.longitude}


def _sort(digests: Mapping[UUID, bytes]) -> Intake:
    rows = Service.objects.filter(pk__in=digests).values_list("id", "digest", "edited_at")
    known = {identity: (bytes(digest), edited_at) for identity, digest, edited_at in rows}
    intake = Intake()
    for identity, digest in digests.items():
        if identity not in known:
            intake.added.append(identity)
        elif known[identity][0] == digest:
            intake.unchanged.append(identity)
        elif known[identity][1] is not None:
            intake.kept.append(identity)
        else:
            intake.changed.append(identity)
    return intake


def _write(
    act: Act, fresh: dict[UUID, Entry], digests: Mapping[UUID, bytes], *, source: str, is_own: bool
) -> set[UUID]:
    """Returns which other services say something else now, because their organisation or place does."""
    regrouped = organisations.take_in(act, [entry["organization"] for entry in fresh.values()], source=source)
    moved = places.take_in(act, fresh, source=source)
    places.settle_links(fresh)
    terms.take_in_attributes(fresh.values())
    services.write(act, fresh, digests, source=source, is_own=is_own)
    places.link(fresh)
    shown_elsewhere = organisations.services_of(regrouped) | places.services_at(moved)
    services.prepare(shown_elsewhere - fresh.keys())
    return shown_elsewhere
