"""A result as a card: its facts, and why it is shown, in words for people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.civic.matching.loading import load_vocabulary
from moothall.civic.matching.queries import Result
from moothall.civic.matching.rules import UrgentHelp
from moothall.design import maps
from moothall.foundations.directory.views import presenters as of_services
from moothall.foundations.directory.views.presenters import Chip
from moothall.kernel import navigation
from moothall.kernel.act import Act
from moothall.kernel.manifest import Known
from moothall.kernel.queries import areas

KINDS = {
    "borough-council": gettext_lazy("council"),
    "county-council": gettext_lazy("council"),
    "council": gettext_lazy("council"),
    "gp-practice": gettext_lazy("NHS"),
    "primary-care-network": gettext_lazy("NHS"),
    "nhs-trust": gettext_lazy("NHS"),
    "pharmacy": gettext_lazy("pharmacy"),
    "jobcentre": gettext_lazy("jobcentre"),
    "housing-association": gettext_lazy("housing association"),
    "charity": gettext_lazy("charity"),
    "community-group": gettext_lazy("community group"),
    "social-enterprise": gettext_lazy("social enterprise"),
    "school": gettext_lazy("school"),
    "business": gettext_lazy("firm"),
}
"""What kind of organisation it is; a kind that is not here is not named."""
LONGEST_TEXT = 160


@dataclass(frozen=True, slots=True)
class Card:
    """What a result shows. ``do_href`` leads to doing it here, if that can be done; ``under``: the heading it
    stands under, where several needs were told."""

    name: str
    href: str
    by: str
    said: tuple[str, ...]
    why: str
    chips: list[Chip]
    do_href: str
    under: str


def cards(results: Sequence[Result], *, now: datetime) -> tuple[list[Card], list[maps.Point]]:
    """Results as cards, and the points of those that have a place, numbered as the cards say; ``now`` is a
    moment in the place's zone."""
    shown: list[Card] = []
    points: list[maps.Point] = []
    for result in results:
        chips = _chips(result, now)
        href = navigation.page(Known.ENTRY, result.found.slug)
        for longitude, latitude in result.found.points[:1]:
            points.append(maps.Point(result.found.name, latitude, longitude, href))
            chips.append(_("On the map: %(number)s") % {"number": len(points)})
        shown.append(_card(result, href, chips))
    return shown, points


def sections(shown: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The cards under the names of the needs they answer, in order; one without a name where one need was
    told."""
    known = load_vocabulary().need_by_id
    return [
        (known[under].name if under else "", list(run))
        for under, run in groupby(shown, lambda card: card.under)
    ]


def wards(act: Act) -> dict[str, Any]:
    """The wards of the place as GeoJSON, for the ground of a still map."""
    drawn = [area for area in areas.atlas(act).areas if area.kind == "ward"]
    features = [{"type": "Feature", "properties": {}, "geometry": area.boundary} for area in drawn]
    return {"type": "FeatureCollection", "features": features}


def is_sensitive(needs: Sequence[str], urgent: Sequence[UrgentHelp]) -> bool:
    """Whether being seen with these results could put somebody in danger."""
    return bool(urgent) or of_services.is_sensitive(needs)


def _card(result: Result, href: str, chips: list[Chip]) -> Card:
    found = result.found
    kind = KINDS.get(found.organisation_kind)
    return Card(
        name=found.name,
        href=href,
        by=f"{found.organisation} · {kind}" if kind else found.organisation,
        said=result.hit.said,
        why=_why(result),
        chips=chips,
        do_href=navigation.page(Known.START, found.pack) if found.pack else "",
        under=result.hit.under,
    )


def _chips(result: Result, now: datetime) -> list[Chip]:
    ages = of_services.ages(result.found.minimum_age, result.found.maximum_age)
    return [*of_services.chips(result.found, now=now), *([ages] if ages else [])]


def _why(result: Result) -> str:
    """What follows the quoted words: which need the service meets, and what it does."""
    need = load_vocabulary().need_by_id.get(result.hit.need)
    reason = _("It helps with: %(need)s.") % {"need": need.name[0].lower() + need.name[1:]} if need else ""
    return f"{reason} {_first_sentence(result.found.text)}".strip()


def _first_sentence(text: str) -> str:
    sentence = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    if len(sentence) <= LONGEST_TEXT:
        return sentence
    return sentence[:LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
