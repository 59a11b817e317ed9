"""Taking in postcodes and addresses; writing nothing where nothing has changed."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from moothall.foundations.addresses.rules import Row
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.queries import areas

POSTCODES = """
    INSERT INTO addresses_postcode AS known (postcode, longitude, latitude, ward, district)
    SELECT * FROM unnest(%s::text[], %s::float8[], %s::float8[], %s::text[], %s::text[])
    ON CONFLICT (postcode) DO UPDATE SET longitude = excluded.longitude, latitude = excluded.latitude,
        ward = excluded.ward, district = excluded.district
    WHERE (known.longitude, known.latitude, known.ward, known.district)
        IS DISTINCT FROM (excluded.longitude, excluded.latitude, excluded.ward, excluded.district)
    RETURNING xmax = 0
"""
ADDRESSES = """
    INSERT INTO addresses_address AS known (uprn, line_1, line_2, town, postcode, longitude, latitude, ward)
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::float8[], %s::float8[], %s::text[])
    ON CONFLICT (uprn) DO UPDATE SET line_1 = excluded.line_1, line_2 = excluded.line_2, town = excluded.town,
        postcode = excluded.postcode, longitude = excluded.longitude, latitude = excluded.latitude,
        ward = excluded.ward
    WHERE (known.line_1, known.line_2, known.town, known.postcode,
            known.longitude, known.latitude, known.ward)
        IS DISTINCT FROM (excluded.line_1, excluded.line_2, excluded.town, excluded.postcode,
            excluded.longitude, excluded.latitude, excluded.ward)
    RETURNING xmax = 0
"""


@operation(allow=allow.system)
def take_in_postcodes(act: Act, *, rows: list[dict[str, str]]) -> dict[str, int]:
    """Add postcodes (as :func:`rules.postcodes` gives them), or move those that have moved.

    Returns how many were added, changed and unchanged.
    """
    atlas = areas.atlas(act)
    wards = [row["ward"] or _ward(atlas, row) for row in rows]
    columns: list[list[Any]] = [
        [row["postcode"] for row in rows],
        *_points(rows),
        [ward[:20] for ward in wards],
        [row["district"][:20] for row in rows],
    ]
    return _write(POSTCODES, columns, len(rows))


@operation(allow=allow.system)
def take_in_addresses(act: Act, *, rows: list[dict[str, str]]) -> dict[str, int]:
    """Add addresses (as :func:`rules.addresses` gives them) with their wards, or bring them up to date.

    Returns how many were added, changed and unchanged.
    """
    atlas = areas.atlas(act)
    columns: list[list[Any]] = [
        [int(row["uprn"]) for row in rows],
        [row["line_1"][:100] for row in rows],
        [row["line_2"][:100] for row in rows],
        [row["town"][:60] for row in rows],
        [row["postcode"] for row in rows],
        *_points(rows),
        [_ward(atlas, row) for row in rows],
    ]
    return _write(ADDRESSES, columns, len(rows))


def _points(rows: Sequence[Row]) -> list[list[float]]:
    return [[float(row["longitude"]) for row in rows], [float(row["latitude"]) for row in rows]]


def _write(statement: str, columns: list[list[Any]], size: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        fresh = [added for (added,) in cursor.fetchall()]
    return {"added": sum(fresh), "changed": len(fresh) - sum(fresh), "unchanged": size - len(fresh)}


def _ward(atlas: areas.Atlas, row: Row) -> str:
    found = atlas.at(longitude=float(row["longitude"]), latitude=float(row["latitude"]))
    return next((area.code for area in found if area.kind == "ward"), "")
