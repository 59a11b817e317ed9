"""Fields for where: a postal address, a spot on the map."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from moothall.design import drawing
from moothall.design.fields.base import DrawnField, Field, Words
from moothall.design.fields.text import Postcode
from moothall.kernel.geo import Spot


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address in the lines of a letter; the postcode in its written form."""

    line_1: str
    town: str
    postcode: str
    line_2: str = ""

    def __str__(self) -> str:
        return ", ".join(line for line in (self.line_1, self.line_2, self.town, self.postcode) if line)


class Address(Field):
    """A postal address, typed. (Choosing it from a list by postcode is the business of ``addresses``.)"""

    called = _("the address")
    parts = ("line_1", "line_2", "town", "postcode")
    uses_legend = True
    messages = {
        "line_1": _("Enter the first line of the address, usually the house number and street"),
        "town": _("Enter the town or city"),
        "postcode": _("Enter the postcode"),
    }

    def to_python(self, value: Any) -> PostalAddress | None:
        """The address. Raises what is missing, or what is wrong with the postcode."""
        typed = {part: (value or {}).get(part, "").strip() for part in self.parts}
        if not any(typed.values()):
            return None
        for part in ("line_1", "town", "postcode"):
            if not typed[part]:
                raise self.wrong(part, part=part)
        try:
            postcode = Postcode("").to_python(typed["postcode"])
        except ValidationError as wrong:
            raise ValidationError(wrong.message, code="postcode") from None
        return PostalAddress(**typed | {"postcode": postcode})

    def prepare_value(self, value: Any) -> Any:
        """An address as its parts; what was typed stays as it was."""
        return asdict(value) if isinstance(value, PostalAddress) else value

    def to_plain(self, value: Any) -> dict[str, str] | None:
        """The parts by name."""
        return asdict(value) if value else None

    def from_plain(self, plain: Any) -> PostalAddress | None:
        """The address again."""
        return PostalAddress(**plain) if plain else None

    def draw(self, drawn: DrawnField, *, heading: bool) -> Markup:
        """A fieldset with one input for each line."""
        return drawing.field_part("parts_in_fieldset", self._params(drawn, heading))

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        typed = drawn.value() or {}
        shapes = {
            "line_1": (gettext("Address line 1"), "", "address-line1"),
            "line_2": (gettext("Address line 2 (optional)"), "", "address-line2"),
            "town": (gettext("Town or city"), "govuk-input--width-20", "address-level2"),
            "postcode": (gettext("Postcode"), "govuk-input--width-10", "postal-code"),
        }
        return {
            "items": [
                {
                    "id": f"{drawn.id}-{part}",
                    "name": f"{drawn.html_name}-{part}",
                    "label": {"text": label, "classes": "moot-label-plain"},
                    "classes": classes + (" govuk-input--error" if drawn.faulty_part == part else ""),
                    "autocomplete": token,
                    "value": typed.get(part, ""),
                }
                for part, (label, classes, token) in shapes.items()
            ]
        }


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place that somebody described, pointed at, or both."""

    words: str = ""
    spot: Spot | None = None

    def __str__(self) -> str:
        if self.spot is None:
            return self.words
        point = f"{self.spot.latitude:.5f}, {self.spot.longitude:.5f}"
        return f"{self.words} ({point})" if self.words else point

    def parts(self) -> dict[str, Any]:
        """Words, latitude and longitude by name, as the field asks for them."""
        at = self.spot
        return {
            "words": self.words,
            "latitude": at.latitude if at else None,
            "longitude": at.longitude if at else None,
        }


class PlaceOnMap(Field):
    """A spot: described in words, and pointed at on the map where scripts run.

    Without scripts the latitude and longitude can be typed. ``bounds`` (south, west, north, east in degrees)
    is what the map shows first, and a spot outside is refused; ``areas_url`` serves GeoJSON boundaries to
    draw; ``needs_point`` refuses words alone.
    """

    called = _("where it is")
    parts = ("words", "latitude", "longitude")
    uses_legend = True
    messages = {
        "required": _("Say where it is, or choose the spot on the map"),
        "needs_point": _("Choose the spot on the map"),
        "latitude": _("Enter the latitude as a number, like 51.4412"),
        "longitude": _("Enter the longitude as a number, like −2.7581"),
        "outside": _("This spot is outside the area we look after"),
    }

    def __init__(
        self,
        label: Words,
        *,
        bounds: tuple[float, float, float, float],
        areas_url: str = "",
        tiles_url: str = "",
        tiles_credit: str = "",
        needs_point: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.bounds, self.areas_url, self.needs_point = bounds, areas_url, needs_point
        self.tiles_url, self.tiles_credit = tiles_url, tiles_credit

    def to_python(self, value: Any) -> Whereabouts | None:
        """Where it is. Raises ``latitude``, ``longitude``, ``outside`` or ``needs_point``."""
        typed = {part: (value or {}).get(part, "").strip() for part in self.parts}
        if not any(typed.values()):
            return None
        if not (typed["latitude"] or typed["longitude"]):
            if self.needs_point:
                raise self.wrong("needs_point")
            return Whereabouts(typed["words"])
        latitude, longitude = self._degrees(typed, "latitude"), self._degrees(typed, "longitude")
        self._check_inside(Spot(longitude, latitude))
        return Whereabouts(typed["words"], Spot(longitude, latitude))

    def _degrees(self, typed: Mapping[str, str], part: str) -> float:
        try:
            degrees = float(typed[part].replace("−", "-"))
        except ValueError:
            raise self.wrong(part, part=part) from None
        if not abs(degrees) <= (90 if part == "latitude" else 180):
            raise self.wrong(part, part=part)
        return degrees

    def _check_inside(self, spot: Spot) -> None:
        south, west, north, east = self.bounds
        if not (south <= spot.latitude <= north and west <= spot.longitude <= east):
            raise self.wrong("outside")

    def prepare_value(self, value: Any) -> Any:
        """Whereabouts as their parts; what was typed stays as it was."""
        if isinstance(value, Whereabouts):
            return {part: "" if found is None else str(found) for part, found in value.parts().items()}
        return value

    def to_plain(self, value: Any) -> dict[str, Any] | None:
        """The parts by name."""
        return value.parts() if value else None

    def from_plain(self, plain: Any) -> Whereabouts | None:
        """The whereabouts again."""
        if not plain:
            return None
        known = plain["latitude"] is not None and plain["longitude"] is not None
        return Whereabouts(plain["words"], Spot(plain["longitude"], plain["latitude"]) if known else None)

    def draw(self, drawn: DrawnField, *, heading: bool) -> Markup:
        """A box for words, then the map (where scripts run) over inputs for the point."""
        return drawing.field_part("place_on_map", self._params(drawn, heading))

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        return {
            "typed": drawn.value() or {},
            "faulty": drawn.faulty_part,
            "bounds": ",".join(str(edge) for edge in self.bounds),
            "areas_url": self.areas_url,
            "tiles_url": self.tiles_url,
            "tiles_credit": self.tiles_credit,
        }
