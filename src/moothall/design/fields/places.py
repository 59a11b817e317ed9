"""Fields for where: a postal address, a spot on the map."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from moothall.design import drawing
from moothall.design.fields.base import Drawn, Field, Words
from moothall.design.fields.text import Postcode


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

    def draw(self, drawn: Drawn, *, heading: bool) -> Markup:
        """A fieldset with one input for each line."""
        return drawing.field_part("parts_in_fieldset", self._params(drawn, heading))

    def _own_params(self, drawn: Drawn) -> dict[str, Any]:
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
class Spot:
    """A place that somebody pointed at or described. Latitude and longitude are WGS 84 degrees."""

    words: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def __str__(self) -> str:
        if self.latitude is None or self.longitude is None:
            return self.words
        point = f"{self.latitude:.5f}, {self.longitude:.5f}"
        return f"{self.words} ({point})" if self.words else point


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

    def to_python(self, value: Any) -> Spot | None:
        """The spot. Raises ``latitude``, ``longitude``, ``outside`` or ``needs_point``."""
        typed = {part: (value or {}).get(part, "").strip() for part in self.parts}
        if not any(typed.values()):
            return None
        if not (typed["latitude"] or typed["longitude"]):
            if self.needs_point:
                raise self.wrong("needs_point")
            return Spot(words=typed["words"])
        spot = Spot(typed["words"], self._degrees(typed, "latitude"), self._degrees(typed, "longitude"))
        self._check_inside(spot)
        return spot

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
        if spot.latitude is None or spot.longitude is None:
            return
        if not (south <= spot.latitude <= north and west <= spot.longitude <= east):
            raise self.wrong("outside")

    def prepare_value(self, value: Any) -> Any:
        """A spot as its parts; what was typed stays as it was."""
        if isinstance(value, Spot):
            return {part: "" if found is None else str(found) for part, found in asdict(value).items()}
        return value

    def to_plain(self, value: Any) -> dict[str, Any] | None:
        """The parts by name."""
        return asdict(value) if value else None

    def from_plain(self, plain: Any) -> Spot | None:
        """The spot again."""
        return Spot(**plain) if plain else None

    def draw(self, drawn: Drawn, *, heading: bool) -> Markup:
        """A box for words, then the map (where scripts run) over inputs for the point."""
        return drawing.field_part("place_on_map", self._params(drawn, heading))

    def _own_params(self, drawn: Drawn) -> dict[str, Any]:
        return {
            "typed": drawn.value() or {},
            "faulty": drawn.faulty_part,
            "bounds": ",".join(str(edge) for edge in self.bounds),
            "areas_url": self.areas_url,
            "tiles_url": self.tiles_url,
            "tiles_credit": self.tiles_credit,
        }
