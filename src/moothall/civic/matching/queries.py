"""What was told and found, and what is live in the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.civic.matching import encrypting
from moothall.civic.matching.filters import Narrowing
from moothall.civic.matching.models import Search
from moothall.civic.matching.outcomes import Hit, SearchOutcome
from moothall.foundations.directory import queries as directory
from moothall.foundations.directory.models import Service
from moothall.kernel import allow, locating
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.geo import Spot
from moothall.kernel.memory import remembered
from moothall.kernel.models import Organisation
from moothall.kernel.queries import areas
from moothall.kernel.refusal import NotFound

SECONDS = 60
"""How long a process may go on with the figures of the front page."""
NEWEST = 4


@dataclass(frozen=True, slots=True)
class NeedTold:
    """A search as it is kept: the words, the postcode (tidy or empty), the need chosen when asked, the
    filters, and what was found."""

    words: str
    postcode: str
    chosen: str
    filters: Narrowing
    outcome: SearchOutcome

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "words": self.words,
            "postcode": self.postcode,
            "chosen": self.chosen,
            "narrowing": self.filters.plain(),
            "outcome": self.outcome.plain(),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A service with the reason why it is shown."""

    hit: Hit
    found: directory.ServiceFound


@dataclass(frozen=True, slots=True)
class Results:
    """What to show of a search. ``near``: could well help; ``further``: may help; ``elsewhere``: how many are
    left out because they are for other parts of the place; ``spot``: where the distances are from."""

    told: NeedTold
    near: tuple[Result, ...]
    further: tuple[Result, ...]
    elsewhere: int
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry of the directory that changed lately."""

    name: str
    slug: str
    organisation: str
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """What is live in the place."""

    services: int
    organisations: int
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.services and self.organisations)


@query(allow=allow.anyone)
def told(act: Act, *, search: UUID, key: str) -> NeedTold:
    """A search by its id and key. Raises ``NotFound`` after a day, or with another key."""
    row = Search.objects.filter(pk=search).values_list("encrypted", flat=True).first()
    plain = encrypting.decrypt(bytes(row), key=key, search=search) if row is not None else None
    if plain is None:
        raise NotFound(_("We keep what you typed for a day at most. Say it again, and we look again."))
    return NeedTold(
        words=plain["words"],
        postcode=plain["postcode"],
        chosen=plain["chosen"],
        filters=Narrowing.from_plain(plain["narrowing"]),
        outcome=SearchOutcome.from_plain(plain["outcome"]),
    )


@query(allow=allow.anyone)
def results(act: Act, *, search: UUID, key: str) -> Results:
    """The services of a search that fit its filters, in order. Raises ``NotFound`` like :func:`told`."""
    kept = told(act, search=search, key=key)
    spot = _spot(act, kept.postcode)
    hits = kept.outcome.hits
    elsewhere = _for_others(act, hits, spot)
    shown = _results(act, [hit for hit in hits if hit.service not in elsewhere], spot)
    near = {hit.service for hit in hits[: kept.outcome.near]}
    fitting = [each for each in shown if kept.filters.fits(each.found)]
    return Results(
        told=kept,
        near=tuple(each for each in fitting if each.hit.service in near),
        further=tuple(each for each in fitting if each.hit.service not in near),
        elsewhere=len(elsewhere & near),
        spot=spot,
    )


@query(allow=allow.anyone)
def ward_of(act: Act, *, postcode: str) -> str:
    """The code of the ward a tidy postcode lies in; empty when it is not known or there is none."""
    spot = _spot(act, postcode)
    if spot is None:
        return ""
    found = areas.area_at(act, longitude=spot.longitude, latitude=spot.latitude)
    return found.code if found else spot.area


@query(allow=allow.anyone)
def place_now(act: Act) -> PlaceNow:
    """What is live in the place; remembered for a minute per process."""
    return remembered("place-now", lambda: _now(act), seconds=SECONDS)


def _now(act: Act) -> PlaceNow:
    return PlaceNow(
        services=directory.service_count(act, filters=directory.Filters()),
        organisations=Organisation.objects.filter(closed_at=None).count(),
        changed=_changed(),
    )


def _changed() -> tuple[Changed, ...]:
    rows = Service.objects.filter(status="active").order_by("-modified_at")
    columns = ("name", "slug", "organisation__name", "modified_at")
    return tuple(Changed(*row) for row in rows.values_list(*columns)[:NEWEST])


def _spot(act: Act, postcode: str) -> Spot | None:
    return locating.located(act, postcodes=[postcode]).get(postcode) if postcode else None


def _for_others(act: Act, hits: Sequence[Hit], spot: Spot | None) -> set[UUID]:
    """Services that are only for other parts of the place than where ``spot`` is."""
    if spot is None:
        return set()
    here = [area.code for area in areas.atlas(act).at(longitude=spot.longitude, latitude=spot.latitude)]
    rows = Service.objects.filter(pk__in=[hit.service for hit in hits]).exclude(areas=[])
    return set(rows.exclude(areas__overlap=here).values_list("pk", flat=True))


def _results(act: Act, hits: Sequence[Hit], spot: Spot | None) -> list[Result]:
    ids = [hit.service for hit in hits]
    longitude, latitude = (spot.longitude, spot.latitude) if spot else (None, None)
    found = directory.cards(act, ids=ids, longitude=longitude, latitude=latitude)
    by_id = {card.id: card for card in found}
    return [
        Result(hit, card)
        for hit in hits
        if (card := by_id.get(hit.service)) is not None and card.status == "active"
    ]
