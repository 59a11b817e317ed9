"""Questions about where something is."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from shapely.geometry import shape

from moothall.design import fields
from moothall.foundations.questions.steps.asking import Question, QuestionSettings, title, worded
from moothall.kernel import act as acts
from moothall.kernel import context, places
from moothall.kernel.queries import areas
from moothall.services.steps import Asking, step

AROUND = 0.15
"""Degrees shown around the middle of a place whose boundaries nobody has drawn."""

Bounds = tuple[float, float, float, float]


class PlaceSettings(QuestionSettings):
    """``point: true`` asks for a spot on the map; words alone are then not enough."""

    point: bool = False


@step("questions.place")
class WhereItIs(Question[PlaceSettings]):
    """A spot in the place, in words or on the map."""

    settings = PlaceSettings

    def field(self, asking: Asking[PlaceSettings]) -> fields.Field:
        """Words and a map."""
        words = worded(asking, "needs_point", "outside")
        return fields.PlaceOnMap(title(asking), bounds=_bounds(), needs_point=asking.settings.point, **words)

    def refuses(self, asking: Asking[PlaceSettings], answer: Any) -> str:
        """What the field says of the spot as if it were typed."""
        parts = answer if isinstance(answer, Mapping) else {}
        spot = {name: str(parts.get(name) or "") for name in ("words", "latitude", "longitude")}
        try:
            self.field(asking).clean(spot)
        except ValidationError as wrong:
            return str(wrong.messages[0])
        return ""


def _bounds() -> Bounds:
    """South, west, north and east of the place, in degrees."""
    atlas = areas.atlas(context.current() or acts.public())
    if atlas.areas:
        west, south, east, north = _extent(atlas)
        return south, west, north, east
    place = places.place()
    return (
        place.latitude - AROUND,
        place.longitude - 2 * AROUND,
        place.latitude + AROUND,
        place.longitude + 2 * AROUND,
    )


def _extent(atlas: areas.Atlas) -> Bounds:
    boxes = [shape(area.boundary).bounds for area in atlas.areas]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
