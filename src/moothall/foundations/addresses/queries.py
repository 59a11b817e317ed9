"""Where postcodes are, which addresses they have, which postcode is nearest."""

from dataclasses import dataclass

from django.db import connection

from moothall.foundations.addresses.models import Address, Postcode
from moothall.kernel import allow, locating
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.geo import Spot
from moothall.kernel.records import record

MOST = 200
"""Addresses one postcode may have; Royal Mail gives about fifteen on average and a hundred at most."""

NEAREST = """
    SELECT postcode FROM (
        SELECT postcode, longitude, latitude FROM addresses_postcode
         ORDER BY point(longitude, latitude) <-> point(%(longitude)s, %(latitude)s) LIMIT 20
    ) AS near
     ORDER BY ((longitude - %(longitude)s) * cosd(%(latitude)s)) ^ 2 + (latitude - %(latitude)s) ^ 2 LIMIT 1
"""
"""The index knows degrees only; of the twenty nearest by them, the nearest on the ground."""


@dataclass(frozen=True, slots=True)
class AddressShown:
    """A home or other unit by its unique property reference number (UPRN), with its position (WGS 84)."""

    uprn: int
    line_1: str
    line_2: str
    town: str
    postcode: str
    longitude: float
    latitude: float
    ward: str


@dataclass(frozen=True, slots=True)
class PostcodeFound:
    """A postcode with its addresses, in the order of the street. ``addresses`` is empty when only the
    postcode is known; ``spot`` is ``None`` when not even that is."""

    postcode: str
    spot: Spot | None
    addresses: tuple[AddressShown, ...]


@query(allow=allow.anyone, api="v1")
def at_postcode(act: Act, *, postcode: str) -> PostcodeFound:
    """What is known of a postcode, however it is typed."""
    tidy = locating.tidy(postcode)
    rows = Address.objects.filter(postcode=tidy).order_by("line_2", "line_1")[:MOST] if tidy else ()
    return PostcodeFound(
        tidy, spots(act, postcodes=[tidy]).get(tidy), tuple(map(_shown, sorted(rows, key=_street_order)))
    )


@query(allow=allow.anyone, api="v1")
def address(act: Act, *, uprn: int) -> AddressShown | None:
    """One address by its number."""
    row = Address.objects.filter(pk=uprn).first()
    return _shown(row) if row else None


def _shown(row: Address) -> AddressShown:
    return record(AddressShown, row)


@query(allow=allow.anyone, api="v1")
def nearest_postcode(act: Act, *, longitude: float, latitude: float) -> str | None:
    """The postcode whose middle is nearest to a WGS 84 point; none when no postcodes are known."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"longitude": longitude, "latitude": latitude})
        row = cursor.fetchone()
    return row[0] if row else None


@locating.LOCATORS.each
@query(allow=allow.anyone)
def spots(act: Act, *, postcodes: list[str]) -> dict[str, Spot]:
    """The middles of these tidy postcodes, as far as they are known."""
    rows = Postcode.objects.filter(pk__in=postcodes) if postcodes else ()
    return {row.postcode: Spot(row.longitude, row.latitude, row.ward) for row in rows}


def _street_order(row: Address) -> tuple[str, int, str]:
    """By street, then by house number, then by name: 2 before 10."""
    digits = "".join(letter for letter in row.line_1 if letter.isdigit())
    street = " ".join(word for word in row.line_1.split() if not word[:1].isdigit())
    return (row.line_2 or street, int(digits[:9] or 0), row.line_1)
