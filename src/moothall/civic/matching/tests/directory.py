"""A small directory for the tests of matching, and a look at what was kept."""

from typing import Any

from django.core.cache import caches
from django.db import connection

from moothall.foundations.addresses import operations as addresses
from moothall.foundations.directory.feeds import imports
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import StoredEvent
from moothall.kernel.operations import place, settings

POSTCODE = "WX1 1AL"
WARD = "WXB-W01"
EAST = -3.686636
NORTH = 51.2104
COUNCIL = "3f2c7c7e-95a0-4a52-b8f5-0d7e4b9a1c00"


def fill() -> None:
    """Two wards, a postcode in the first, and five services."""
    for kept in ("place", "atlas", "place-now"):
        caches["memory"].delete(kept)
    act = acts.system()
    place.describe_place(
        act, name="Wexcombe Bay", slug="wexcombe-bay", longitude=EAST, latitude=NORTH, languages=["en", "cy"],
    )  # fmt: skip
    told = {"telephone": "01632 960100", "hours": "Monday to Friday"}
    settings.change_settings(act, capability="kernel", content=told, after=0)
    _ward(WARD, EAST)
    _ward("WXB-W02", EAST + 0.2)
    addresses.take_in_postcodes(
        act,
        rows=[
            {
                "postcode": POSTCODE,
                "longitude": str(EAST),
                "latitude": str(NORTH),
                "ward": WARD,
                "district": "WXB",
            }
        ],
    )
    take_in(
        service(1, "Dementia adviser", "One named person for anybody whose memory is failing.",
                delivered=["at-home", "phone"], cost_options=[{"option": "Everyone", "amount": 0}]),
        service(2, "Carers’ break sitting service", "A sitter comes so that an unpaid carer can rest.",
                delivered=["at-home"], cost_options=[{"option": "An hour", "amount": 12}]),
        service(3, "Get large items collected", "We take away sofas, beds, fridges.", delivered=["at-home"]),
        service(4, "Debt advice", "Help with debts, bills you cannot pay and bailiffs.",
                delivered=["in-person"],
                schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "09:00", "closes_at": "17:00"}]),
        service(5, "Debt advice in the east", "Help with debts for people who live in the east.",
                service_areas=[{"area": "WXB-W02", "name": "East"}]),
    )  # fmt: skip


def service(number: int, name: str, description: str, **more: Any) -> dict[str, Any]:
    """A service as a publisher would write it."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "name": name,
        "description": description,
        "status": "active",
        "organization": {"id": COUNCIL, "name": "Bay Council", "description": "We help."},
    } | more


def take_in(*services: dict[str, Any]) -> None:
    """Import ``services``."""
    imports.import_services(services, source="test", progress=lambda words: None)


def events() -> list[StoredEvent]:
    """Every event, as Moothall itself sees them."""
    with context.acting(acts.system()):
        return list(StoredEvent.objects.order_by("at", "id"))


def everything_kept() -> str:
    """All rows of all tables that the application may read, as one text."""
    with context.acting(acts.system()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.table_privileges"
            " WHERE privilege_type = 'SELECT' AND grantee = current_user AND table_schema = 'public'"
        )
        tables = sorted({name for (name,) in cursor.fetchall()})
        return "\n".join(_rows(cursor, name) for name in tables)


def _rows(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')
    return f"{table}\n{cursor.fetchone()[0]}"


def _ward(code: str, east: float) -> None:
    corners = [(-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1)]
    ring = [[east + right, NORTH + up] for right, up in corners]
    place.draw_area(
        acts.system(), code=code, name=code, kind="ward", boundary={"type": "Polygon", "coordinates": [ring]}
    )
