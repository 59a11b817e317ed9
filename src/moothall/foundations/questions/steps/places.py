"""Questions about where something is."""

from django.core.exceptions import ValidationError
from shapely.geometry import shape

from moothall.design import fields
from moothall.foundations.questions.steps.asking import Question, QuestionSettings, worded
from moothall.kernel import act as acts
from moothall.kernel import context as acting
from moothall.kernel import places
from moothall.kernel.queries import areas
from moothall.services.steps import Answer, StepContext, mapping, step

AROUND = 0.15
"""Degrees shown pack the middle of a place whose boundaries nobody has drawn."""

Bounds = tuple[float, float, float, float]


class PlaceSettings(QuestionSettings):
    """``point: true`` asks for a spot on the map; words alone are then not enough."""

    point: bool = False


@step("questions.place")
class WhereItIs(Question[PlaceSettings]):
    """A spot in the place, in words or on the map."""

    settings = PlaceSettings

    def field(self, context: StepContext[PlaceSettings]) -> fields.Field:
        """Words and a map."""
        words = worded(context, "needs_point", "outside")
        return fields.PlaceOnMap(context.title, bounds=_bounds(), needs_point=context.settings.point, **words)

    def example_problem(self, context: StepContext[PlaceSettings], answer: Answer) -> str:
        """What the field says of the spot as if it were typed."""
        parts = mapping(answer)
        spot = {name: str(parts.get(name) or "") for name in ("words", "latitude", "longitude")}
        try:
            self.field(context).clean(spot)
        except ValidationError as wrong:
            return str(wrong.messages[0])
        return ""


def _bounds() -> Bounds:
    """South, west, north and east of the place, in degrees."""
    atlas = areas.atlas(acting.current() or acts.public())
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
