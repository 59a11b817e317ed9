"""Choosing an address inside a service."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from moothall.foundations.addresses import queries
from moothall.foundations.addresses.forms import AddressForm, Chosen
from moothall.kernel import locating
from moothall.kernel.act import Act
from moothall.kernel.describing import Row
from moothall.kernel.queries import areas
from moothall.services.steps import Answer, Asks, Settings, StepContext, Typed, mapping, step


class AddressSettings(Settings):
    """``inside`` is the code of the area the address must lie in, if it must."""

    inside: str = ""


@step("addresses.address")
class ChooseAddress(Asks[AddressSettings]):
    """An address by postcode, or typed by hand.

    The answer: ``uprn`` (text, or nothing when typed), ``lines``, ``postcode``, ``longitude`` and
    ``latitude`` (of the home; of the postcode for a typed address; or nothing) and ``ward`` (its code, or
    ""). Words: ``title``; perhaps ``hint``, ``summary``, ``error.outside``, ``error.unknown``.
    """

    settings = AddressSettings
    template = "addresses/address.html"

    def form(
        self,
        act: Act,
        context: StepContext[AddressSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> AddressForm:
        """The postcode box; with addresses to choose from once a postcode is known."""
        before = mapping(context.answer)
        postcode = str(before.get("postcode", "") if typed is None else typed.get("postcode") or "")
        found = queries.at_postcode(act, postcode=postcode)
        values = typed if typed is None else _as_plain(typed)
        return AddressForm(
            values, found=found, check=lambda chosen: _refusal(act, context, chosen), initial=_initial(before)
        )

    def page_context(self, act: Act, context: StepContext[AddressSettings]) -> Mapping[str, object]:
        """What the pack says below the question."""
        return {"address_hint": context.said("hint")}

    def accept(self, act: Act, context: StepContext[AddressSettings], cleaned: Mapping[str, Any]) -> Answer:
        """The address with its position and ward."""
        form = self.form(act, context, cleaned)
        if not form.is_valid() or form.chosen is None:
            raise ValueError("Only what a valid form was given can be kept.")
        return _answer(act, form.chosen)

    def summary(self, context: StepContext[AddressSettings], answer: Answer) -> Sequence[Row]:
        """The address in one row."""
        return (Row(context.label, ", ".join([*_lines(answer), str(mapping(answer)["postcode"])])),)

    def example_problem(self, context: StepContext[AddressSettings], answer: Answer) -> str:
        """What is missing in an example's answer."""
        if not _lines(answer) or not mapping(answer).get("postcode"):
            return "an address has at least lines (a list) and postcode"
        return ""


def _lines(answer: Answer) -> list[str]:
    lines = mapping(answer).get("lines")
    return [str(line) for line in lines] if isinstance(lines, list) else []


def _answer(act: Act, chosen: Chosen) -> Answer:
    spot = chosen.spot
    ward = _ward(act, chosen) if spot else ""
    return {
        "uprn": str(chosen.uprn) if chosen.uprn else None,
        "lines": list(chosen.lines),
        "postcode": chosen.postcode,
        "longitude": spot.longitude if spot else None,
        "latitude": spot.latitude if spot else None,
        "ward": ward,
    }


def _ward(act: Act, chosen: Chosen) -> str:
    """The ward by the place's own boundaries, else as the tables have it."""
    if chosen.spot is None:
        return ""
    found = areas.area_at(act, longitude=chosen.spot.longitude, latitude=chosen.spot.latitude)
    return found.code if found else chosen.spot.area


def _refusal(act: Act, context: StepContext[AddressSettings], chosen: Chosen) -> str:
    """Why the service is not for this address; nothing if it is."""
    inside = context.settings.inside
    if not inside:
        return ""
    if chosen.spot is None:
        return context.said("error.unknown") or _(
            "We do not know this postcode. Check that it is right, or phone us and we will do this with you."
        )
    atlas = areas.atlas(act)
    if any(
        area.code == inside
        for area in atlas.at(longitude=chosen.spot.longitude, latitude=chosen.spot.latitude)
    ):
        return ""
    name = next((area.name for area in atlas.areas if area.code == inside), inside)
    return context.said("error.outside") or _(
        "This is only for addresses in %(area)s. The address you chose lies outside. Check the postcode, or "
        "ask the council the address belongs to."
    ) % {"area": name}


def _initial(before: Mapping[str, Answer]) -> dict[str, Answer]:
    if not before:
        return {}
    if before.get("uprn"):
        return {"postcode": before["postcode"], "uprn": before["uprn"], "looked": before["postcode"]}
    lines = _lines(dict(before))
    return {
        "postcode": before["postcode"],
        "line_1": lines[0],
        "line_2": lines[1] if len(lines) > 2 else "",
        "town": lines[-1] if len(lines) > 1 else "",
    }


def _as_plain(typed: Typed) -> dict[str, Any]:
    """What was typed as one value for each name; a choice from another postcode's list does not count."""
    values = {name: typed.get(name) for name in ("postcode", "looked", "uprn", "line_1", "line_2", "town")}
    if values["looked"] and values["looked"] != locating.tidy(values["postcode"] or ""):
        values["uprn"] = values["looked"] = ""
    return values
