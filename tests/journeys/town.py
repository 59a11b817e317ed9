"""A corner of the demo place, made through the real operations: enough for every service to be used."""

import json
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from uuid import UUID

from django.core.cache import caches

from moothall.foundations.addresses import operations as addresses
from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.operations.resources import Opening
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.operations import calendars, organisations, place
from moothall.services.checking import checked_folder
from moothall.services.operations import packs
from moothall.site import environment
from moothall.site.demo import content as demo

PACKS = environment.ROOT / "packs" / "demo"
PLACE = PACKS / "place"
WARD = "WXB-W01"
POSTCODE = "WX1 1AL"


@dataclass(frozen=True, slots=True)
class Town:
    """Ids of what there is."""

    council: UUID
    charity: UUID


def build() -> Town:
    """The borough with one ward, a few homes, a council with a round and a charity with a tea dance."""
    for cached in ("place", "atlas"):
        caches["memory"].delete(cached)
    act = acts.system()
    place.describe_place(
        act,
        name="Wexcombe Bay",
        slug="wexcombe-bay",
        longitude=-3.699,
        latitude=51.2045,
        languages=["en", "cy"],
    )
    _draw()
    _homes()
    council = _council()
    charity = _charity()
    return Town(council, charity)


def publish(name: str, *, organisation: UUID) -> UUID:
    """Check the demo pack ``name``, give the organisation what its slots need, and make it live. Returns the
    version."""
    act = acts.system()
    content = checked_folder(PACKS / name, at=clock.now()).content
    slots = next(iter(demo.read("adoptions")[name].values()))
    team = slots["team"]
    organisations.add_team(
        act, organisation=organisation, slug=team, name=team.replace("-", " ").capitalize()
    )
    if "calendar" in slots:
        _set_calendar(organisation, slots["calendar"])
    return packs.install_pack(act, organisation=organisation, name=name, content=content, slots=slots)


def _set_calendar(organisation: UUID, slug: str) -> None:
    days = ["MO", "TU", "WE", "TH", "FR"]
    calendars.set_calendar(acts.system(), organisation=organisation, slug=slug, name=slug, weekdays=days)


def _draw() -> None:
    for feature in json.loads((PLACE / "areas.geojson").read_text())["features"]:
        about = feature["properties"]
        if about["code"] in {"WXB", WARD}:
            place.draw_area(
                acts.system(), code=about["code"], name=about["name"], kind=about["kind"],
                boundary=feature["geometry"], population=about.get("population"),
            )  # fmt: skip


def _homes() -> None:
    spot = {"longitude": "-3.686636", "latitude": "51.2104"}
    addresses.take_in_postcodes(
        acts.system(), rows=[{"postcode": POSTCODE, **spot, "ward": WARD, "district": "WXB"}]
    )
    homes = [
        {
            "uprn": str(990000000001 + number), "line_1": f"Flat {number}, View Point",
            "line_2": "5 Oak Street", "town": "Wexcombe Bay", "postcode": POSTCODE, **spot,
        }
        for number in range(1, 4)
    ]  # fmt: skip
    addresses.take_in_addresses(acts.system(), rows=homes)


def _council() -> UUID:
    act = acts.system()
    council = organisations.add_organisation(
        act, slug="wexcombe-council", name="Wexcombe Bay Borough Council", kind="borough-council"
    )
    organisations.add_team(act, organisation=council, slug="waste-and-streets", name="Waste and streets")
    for slug in ("waste-crews", "office"):
        _set_calendar(council, slug)
    every_day = Opening(
        rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", opens=time(7), closes=time(12), capacity=2,
        since_date=date(2026, 1, 1),
    )  # fmt: skip
    bookings.describe_resource(
        acts.system(organisation=council), organisation=council, slug="harbour", kind="large-items",
        name="Harbour round", areas=[WARD], openings=[every_day], weeks_ahead=3,
    )  # fmt: skip
    publish("bulky-waste", organisation=council)
    publish("assisted-bin-collection", organisation=council)
    return council


def _charity() -> UUID:
    act = acts.system()
    charity = organisations.add_organisation(
        act, slug="gull-point-association", name="Gull Point Community Association", kind="community-group"
    )
    organisations.add_team(act, organisation=charity, slug="hall-team", name="Hall team")
    dance = Opening(
        rule="FREQ=WEEKLY;BYDAY=FR",
        opens=time(14),
        closes=time(16, 30),
        capacity=2,
        since_date=date(2026, 1, 1),
    )
    bookings.describe_resource(
        acts.system(organisation=charity), organisation=charity, slug="tea-dance", kind="community-event",
        name="Friday tea dance", where="Gull Point hall", openings=[dance], weeks_ahead=4,
        has_waiting_list=True,
    )  # fmt: skip
    publish("community-event-booking", organisation=charity)
    return charity


def demo_packs() -> list[Path]:
    """The folders of the demo's service packs."""
    return sorted(path.parent for path in PACKS.glob("*/service.yaml"))
