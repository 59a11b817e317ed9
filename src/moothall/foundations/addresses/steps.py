"""Choosing an address inside a service."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from moothall.foundations.addresses import queries
from moothall.foundations.addresses.forms import AddressForm, Chosen
from moothall.kernel import locating
from moothall.kernel.act import Act
from moothall.kernel.queries import areas
from moothall.kernel.telling import Row
from moothall.services.steps import Answer, Asking, Settings, Step, step


class AddressSettings(Settings):
    """``inside`` is the code of the area the address must lie in, if it must."""

    inside: str = ""


@step("addresses.address")
class ChooseAddress(Step[AddressSettings]):
    """An address by postcode, or typed by hand.

    The answer: ``uprn`` (text, or nothing when typed), ``lines``, ``postcode``, ``longitude`` and
    ``latitude`` (of the home; of the postcode for a typed address; or nothing) and ``ward`` (its code, or
    ""). Words: ``title``; perhaps ``hint``, ``summary``, ``error.outside``, ``error.unknown``.
    """

    settings = AddressSettings
    template = "addresses/address.html"

    def form(
        self, act: Act, asking: Asking[AddressSettings], typed: Any = None, files: Any = None
    ) -> AddressForm:
        """The postcode box; with addresses to choose from once a postcode is known."""
        before = asking.answer or {}
        postcode = before.get("postcode", "") if typed is None else str(typed.get("postcode") or "")
        found = queries.at_postcode(act, postcode=postcode)
        values = typed if typed is None else _as_plain(typed)
        return AddressForm(
            values, found=found, check=lambda chosen: _refusal(act, asking, chosen), initial=_initial(before)
        )

    def page(self, act: Act, asking: Asking[AddressSettings]) -> dict[str, Any]:
        """What the pack says below the question."""
        key = f"{asking.step}.hint"
        return {"address_hint": asking.words(key) if asking.words.has(key) else ""}

    def keep(self, act: Act, asking: Asking[AddressSettings], cleaned: Mapping[str, Any]) -> Answer:
        """The address with its position and ward."""
        form = self.form(act, asking, cleaned)
        if not form.is_valid() or form.chosen is None:
            raise ValueError("Only what a valid form was given can be kept.")
        return _answer(act, form.chosen)

    def summary(self, asking: Asking[AddressSettings], answer: Answer) -> Sequence[Row]:
        """The address in one row."""
        key = f"{asking.step}.summary"
        label = asking.words(key if asking.words.has(key) else f"{asking.step}.title")
        return (Row(label, ", ".join([*answer["lines"], answer["postcode"]])),)

    def refuses(self, asking: Asking[AddressSettings], answer: Answer) -> str:
        """What is missing in an example's answer."""
        if not isinstance(answer, Mapping) or not answer.get("lines") or not answer.get("postcode"):
            return "an address has at least lines (a list) and postcode"
        return ""


def _answer(act: Act, chosen: Chosen) -> dict[str, Any]:
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


def _refusal(act: Act, asking: Asking[AddressSettings], chosen: Chosen) -> str:
    """Why the service is not for this address; nothing if it is."""
    inside = asking.settings.inside
    if not inside:
        return ""
    if chosen.spot is None:
        return _said(asking, "error.unknown") or _(
            "We do not know this postcode. Check that it is right, or phone us and we will do this with you."
        )
    atlas = areas.atlas(act)
    if any(
        area.code == inside
        for area in atlas.at(longitude=chosen.spot.longitude, latitude=chosen.spot.latitude)
    ):
        return ""
    name = next((area.name for area in atlas.areas if area.code == inside), inside)
    return _said(asking, "error.outside") or _(
        "This is only for addresses in %(area)s. The address you chose lies outside. Check the postcode, or "
        "ask the council the address belongs to."
    ) % {"area": name}


def _said(asking: Asking[AddressSettings], name: str) -> str:
    key = f"{asking.step}.{name}"
    return asking.words(key) if asking.words.has(key) else ""


def _initial(before: Mapping[str, Any]) -> dict[str, Any]:
    if not before:
        return {}
    if before.get("uprn"):
        return {"postcode": before["postcode"], "uprn": before["uprn"], "looked": before["postcode"]}
    lines = [*before["lines"]]
    return {
        "postcode": before["postcode"],
        "line_1": lines[0],
        "line_2": lines[1] if len(lines) > 2 else "",
        "town": lines[-1] if len(lines) > 1 else "",
    }


def _as_plain(typed: Any) -> dict[str, Any]:
    """What was typed as one value for each name; a choice from another postcode's list does not count."""
    values = {name: typed.get(name) for name in ("postcode", "looked", "uprn", "line_1", "line_2", "town")}
    if values["looked"] and values["looked"] != locating.tidy(values["postcode"] or ""):
        values["uprn"] = values["looked"] = ""
    return values
