"""Asking for an address: a postcode, then a choice of its addresses, or the address typed by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import fields
from moothall.design.forms import Form
from moothall.foundations.addresses.queries import AddressShown, PostcodeFound
from moothall.kernel.geo import Spot

UNLISTED = "unlisted"
"""The choice "my address is not here"."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A usable address: from the list (``uprn``) or typed; ``spot`` is where it is, if that is known."""

    uprn: int | None
    lines: tuple[str, ...]
    postcode: str
    spot: Spot | None


class AddressForm(Form):
    """One form in two looks: asked for the first time it finds addresses, then it takes one.

    ``found`` is what the postcode typed so far has. Valid once an address is chosen or typed; finding is not
    an error, so the first look at a postcode shows none.
    """

    postcode = fields.Postcode(
        gettext_lazy("Postcode"),
        hint=gettext_lazy("We show you the addresses there, for you to choose from."),
        required=False,
        says_optional=False,
    )
    looked = fields.Hidden(required=False)
    line_1 = fields.Text(
        gettext_lazy("House name or number, and street"),
        required=False,
        says_optional=False,
        most=100,
        autocomplete="address-line1",
    )
    line_2 = fields.Text(
        gettext_lazy("Second line, if there is one"), required=False, most=100, autocomplete="address-line2"
    )
    town = fields.Text(
        gettext_lazy("Town or city"),
        required=False,
        says_optional=False,
        most=60,
        autocomplete="address-level2",
    )

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        *,
        found: PostcodeFound,
        check: Callable[[Chosen], str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(values, initial=initial)
        self.found, self.check = found, check
        self.chosen: Chosen | None = None
        self.fields["uprn"] = fields.Select(
            _("Choose the address"),
            [(str(row.uprn), ", ".join(lines_of(row))) for row in found.addresses]
            + [(UNLISTED, _("It is not in this list"))],
            required=False,
            says_optional=False,
        )

    @property
    def shows_choice(self) -> bool:
        """Whether there are addresses to choose from."""
        return bool(self.found.addresses)

    @property
    def shows_typing(self) -> bool:
        """Whether the boxes for typing stand open: when there is no list, or the address is not in it."""
        has_typed = any(self[name].value() for name in ("line_1", "town"))
        is_unknown = bool(self.found.postcode) and not self.found.addresses
        return has_typed or is_unknown or self["uprn"].value() == UNLISTED

    def is_valid(self) -> bool:
        """Whether there is an address to keep; typing only a postcode finds, and is no mistake."""
        return super().is_valid() and self.chosen is not None

    def clean(self) -> dict[str, Any]:
        """Take the chosen or the typed address, or say what is missing."""
        typed = self.cleaned_data
        if typed.get("line_1") or typed.get("uprn") == UNLISTED:
            self._take_typed(typed)
        elif typed.get("uprn"):
            self._take_listed(typed["uprn"])
        elif not self.errors:
            self._find(typed)
        return typed

    def _take_listed(self, uprn: str) -> None:
        row = next(row for row in self.found.addresses if str(row.uprn) == uprn)
        self._take(
            Chosen(row.uprn, lines_of(row), row.postcode, Spot(row.longitude, row.latitude, row.ward)), "uprn"
        )

    def _take_typed(self, typed: Mapping[str, Any]) -> None:
        missing = {
            "line_1": _("Enter the house name or number, and the street"),
            "town": _("Enter the town or city"),
            "postcode": _("Enter the postcode"),
        }
        for name, words in missing.items():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, words)
        if not self.errors:
            lines = tuple(typed[name] for name in ("line_1", "line_2", "town") if typed[name])
            self._take(Chosen(None, lines, self.found.postcode, self.found.spot), "postcode")

    def _take(self, chosen: Chosen, name: str) -> None:
        refusal = self.check(chosen)
        if refusal:
            self.add_error(name, refusal)
        else:
            self.chosen = chosen

    def _find(self, typed: Mapping[str, Any]) -> None:
        if not typed.get("postcode"):
            self.add_error("postcode", _("Enter the postcode"))
        elif typed.get("looked") == typed["postcode"] and self.shows_choice:
            self.add_error("uprn", _("Choose the address, or type it"))


def lines_of(row: AddressShown) -> tuple[str, ...]:
    """The lines of an address without its postcode."""
    return tuple(line for line in (row.line_1, row.line_2, row.town) if line)
