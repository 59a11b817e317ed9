"""What is found, as far as whoever asks may see it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from moothall.foundations.search import rules
from moothall.foundations.search.models import Item
from moothall.foundations.search.rules import Piece
from moothall.kernel import allow, geo, locating
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.refusal import Refused

SEARCH = "SELECT moothall.search(%s::jsonb)"
MOST, MOST_SKIPPED = 50, 4950
MOST_METRES = 100_000
COUNTED = 5000
"""What fits no fewer is not all looked at (``sql/search.sql``)."""


@dataclass(frozen=True, slots=True)
class ItemFound:
    """Something that was found: its title and what it says around the words that were looked for, in pieces;
    ``path`` leads to it, ``metres`` is how far it is from the place that was asked for."""

    type: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    path: str
    language: str
    organisation: str
    metres: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found, and how many there are of each type, whichever of them is shown."""

    page: Page[ItemFound]
    counts: dict[str, int]


@query(allow=allow.anyone)
def results(
    act: Act, *, words: str, type: str = "", spot: geo.Spot | None = None, within_metres: float = 0,
    cursor: str = "", limit: int = 20,
) -> Results:  # fmt: skip
    """What holds all of ``words``, best first or, from a ``spot``, nearest first; maybe of one ``type`` only.

    Words are found by their beginnings and in other forms, without regard to accents and capitals; signs mean
    nothing. Refused for a cursor that is none.
    """
    asked, skip = rules.asked(words), _skipped(cursor)
    most = max(1, min(limit, MOST))
    wanted: dict[str, Any] = {"words": asked, "language": act.language, "most": most + 1, "skip": skip}
    found = _found(wanted | ({"type": type} if type else {}) | _near(spot, within_metres))
    shown = _shown(found["found"][:most], asked)
    is_more = len(found["found"]) > most and skip + most <= MOST_SKIPPED
    return Results(Page(shown, str(skip + most) if is_more else ""), found["counts"])


@query(allow=allow.anyone, api="v1")
def found(
    act: Act, *, words: str, type: str = "", postcode: str = "", within_metres: float = 5000,
    cursor: str = "", limit: int = 20,
) -> Page[ItemFound]:  # fmt: skip
    """What everybody may see that holds all of ``words``, best first, a page at a time; near a ``postcode``
    nearest first. Refused for a postcode that is not known here."""
    spot = spot_of(act, postcode=postcode) if postcode else None
    return results(
        act, words=words, type=type, spot=spot, within_metres=within_metres, cursor=cursor, limit=limit
    ).page


@query(allow=allow.anyone)
def spot_of(act: Act, *, postcode: str) -> geo.Spot:
    """Where a postcode is. Refused for one that is not known here."""
    spot = locating.located(act, postcodes=[postcode]).get(locating.tidy(postcode))
    if spot is None:
        words = _("We do not know this postcode. Check it, or leave it empty")
        raise Refused(words, fields={"postcode": words})
    return spot


@query(allow=allow.system)
def types_kept(act: Act) -> tuple[str, ...]:
    """The types of all that is kept."""
    return tuple(Item.objects.order_by("type").values_list("type", flat=True).distinct())


@query(allow=allow.system)
def keys_kept(act: Act, *, type: str, behind: str, limit: int) -> tuple[str, ...]:
    """Up to ``limit`` keys of what is kept of a type, behind one of them, in order."""
    rows = Item.objects.filter(type=type, key__gt=behind).order_by("key")
    return tuple(rows.values_list("key", flat=True).distinct()[:limit])


def _skipped(cursor: str) -> int:
    """A rank moves whenever anything is added, so no row marks a place in it: the cursor is a number of
    rows."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit()) or int(cursor[:9]) > MOST_SKIPPED:
        words = _("This list has no such page. Begin again with its first.")
        raise Refused(words, code="bad-cursor", status=400)
    return int(cursor)


def _near(spot: geo.Spot | None, metres: float) -> dict[str, Any]:
    if spot is None:
        return {}
    reach = max(1.0, min(metres, MOST_METRES))
    near = {"longitude": spot.longitude, "latitude": spot.latitude, "within_metres": reach}
    return near | {"cells": geo.ranges(spot, reach)}


def _found(wanted: dict[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, (json.dumps(wanted),))
        answer = cursor.fetchone()[0]
    return answer if isinstance(answer, dict) else json.loads(answer)


def _shown(found: Sequence[tuple[str, float | None]], words: tuple[str, ...]) -> tuple[ItemFound, ...]:
    rows = Item.objects.select_related("organisation").defer("vector")
    by_id = rows.in_bulk([UUID(identity) for identity, _metres in found])
    return tuple(
        _one(by_id[UUID(identity)], metres, words) for identity, metres in found if UUID(identity) in by_id
    )


def _one(row: Item, metres: float | None, words: tuple[str, ...]) -> ItemFound:
    return ItemFound(
        type=row.type,
        title=rules.pieces(row.title, words),
        excerpt=rules.excerpt(row.text, words),
        path=row.path,
        language=row.language,
        organisation=row.organisation.name if row.organisation else "",
        metres=metres,
    )
