"""The demo's invented households, drawn from assumptions with a fixed seed, for rules to be tried on."""

from collections.abc import Iterator, Mapping, Sequence
from math import log
from random import Random
from typing import Any

from moothall.foundations.rules.operations import population
from moothall.foundations.rules.population.columns import Column, ColumnType, column_of
from moothall.site.demo import content
from moothall.site.demo.people import act

BANDS = "ABCDEFGH"
HOUSEHOLDS = ("single", "couple", "lone-parent", "family")
WITH_CHILDREN = ("lone-parent", "family")
TENURES = {"owned": "owner", "private": "private renter", "social": "social renter"}
DISABILITIES = ("none", "standard", "higher")
MOST_INCOME, MOST_SAVINGS = 3000, 250_000
KINDS = {
    "Ward": ColumnType.TEXT,
    "Tenure": ColumnType.TEXT,
    "Band": ColumnType.TEXT,
    "Household": ColumnType.TEXT,
    "Children": ColumnType.WHOLE,
    "Pension age": ColumnType.YES_NO,
    "On the bill": ColumnType.YES_NO,
    "Basic benefit": ColumnType.YES_NO,
    "Support": ColumnType.YES_NO,
    "Weekly income": ColumnType.WHOLE,
    "Savings": ColumnType.WHOLE,
    "Disability": ColumnType.TEXT,
    "Carer": ColumnType.YES_NO,
    "Other adults": ColumnType.WHOLE,
    "Adults in work": ColumnType.WHOLE,
    "Enforcement": ColumnType.YES_NO,
}
Household = dict[str, Any]


def load() -> None:
    """Put the invented households where rules can be tried on them."""
    said = content.read("population")
    population.keep_population(
        act(),
        name="households",
        title=said["title"],
        words=said["words"].strip(),
        is_invented=True,
        columns=[population.Stored.of(column) for column in columns(said, content.areas())],
    )


def columns(said: Mapping[str, Any], areas: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The households as columns."""
    drawn = list(households(said, areas))
    return [column_of(name, [each[name] for each in drawn], kind) for name, kind in KINDS.items()]


def households(said: Mapping[str, Any], areas: Sequence[Mapping[str, Any]]) -> Iterator[Household]:
    """Every invented household, ward by ward; the same at every call."""
    for area in areas:
        is_called = area["properties"]
        if is_called["kind"] == "ward":
            dice = Random(f"{said['seed']} {is_called['code']}")  # noqa: S311 (no secret)
            for _number in range(round(is_called["population"] / said["people_in_a_household"])):
                yield _Draw(said, said["wards"][is_called["code"]], dice).household(is_called["name"])


class _Draw:
    """Draws one household: what the assumptions say of its ward, and the dice."""

    def __init__(self, said: Mapping[str, Any], ward: Mapping[str, Any], dice: Random) -> None:
        self.said, self.ward, self.dice = said, ward, dice

    def household(self, ward: str) -> Household:
        """One household, by the names of its columns."""
        tenure = self._tenure()
        is_pension = self._happens(self.ward["pension"])
        kind = self._one(HOUSEHOLDS, self.said["households"]["pension" if is_pension else "working"])
        benefit = not is_pension and self._happens(self.said["basic_benefit"][tenure])
        adults = self._one((0, 1, 2), self.said["other_adults"])
        return {
            "Ward": ward,
            "Tenure": TENURES[tenure],
            "Band": self._band(tenure),
            "Household": kind,
            "Children": self._one((1, 2, 3, 4), self.said["children"]) if kind in WITH_CHILDREN else 0,
            "Pension age": is_pension,
            "On the bill": True,
            "Basic benefit": benefit,
            "Support": self._happens(
                self.said["support"]["benefit" if benefit else "pension" if is_pension else "other"]
            ),
            "Weekly income": self._income(tenure, kind, is_pension=is_pension, benefit=benefit),
            "Savings": self._savings(tenure),
            "Disability": self._one(
                DISABILITIES, self.said["disability"]["pension" if is_pension else tenure]
            ),
            "Carer": self._happens(self.said["carer"]),
            "Other adults": adults,
            "Adults in work": sum(self._happens(self.said["other_adult_works"]) for _each in range(adults)),
            "Enforcement": self._happens(self.said["enforcement"][tenure]),
        }

    def _tenure(self) -> str:
        owned, social = self.ward["owned"], self.ward["social"]
        return str(self._one(("owned", "social", "private"), (owned, social, 1 - owned - social)))

    def _band(self, tenure: str) -> str:
        drawn = self._one(range(len(BANDS)), self.ward["bands"])
        return BANDS[max(drawn - int(self.said["band_by_tenure"][tenure]), 0)]

    def _income(self, tenure: str, kind: str, *, is_pension: bool, benefit: bool) -> int:
        if benefit:
            return int(self.said["basic_benefit_income"][kind])
        middle = self.said["pension_income" if is_pension else "middle_income"][kind]
        middle *= self.ward["income"] * self.said["income_by_tenure"][tenure]
        return min(self._spread(middle, self.said["spread_of_income"]), MOST_INCOME)

    def _savings(self, tenure: str) -> int:
        middle, spread = self.said["savings"][tenure]
        return min(round(self._spread(middle, spread), -2), MOST_SAVINGS)

    def _spread(self, middle: float, spread: float) -> int:
        """A whole number around a middle, its logarithm spread normally."""
        return round(self.dice.lognormvariate(log(middle), spread))

    def _one(self, of: Sequence[Any], shares: Sequence[float]) -> Any:
        return self.dice.choices(of, shares)[0]

    def _happens(self, share: float) -> bool:
        return self.dice.random() < share
