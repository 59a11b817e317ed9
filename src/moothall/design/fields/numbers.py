"""Fields for amounts: numbers, money, dates."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moothall.design import typed, words
from moothall.design.fields.base import DrawnField, Field, Words

LONGEST_PART = 20
"""Characters of a day, month or year."""


class Number(Field):
    """A number, whole unless ``decimals`` says otherwise. ``prefix`` and ``suffix`` are its unit."""

    component = "input"
    called = _("a number")
    messages = {
        "not_number": _("Enter %(called)s in figures, like 12"),
        "not_whole": _("Enter a whole number, like 12"),
        "too_many_decimals": _("Use no more than %(decimals)s digits after the decimal point"),
        "too_small": _("%(Called)s must be %(least)s or more"),
        "too_large": _("%(Called)s must be %(most)s or less"),
    }

    def __init__(
        self,
        label: Words,
        *,
        least: int | Decimal | None = None,
        most: int | Decimal | None = None,
        decimals: int = 0,
        prefix: str = "",
        suffix: str = "",
        width: int = 5,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.decimals = least, most, decimals
        self.prefix, self.suffix, self.width = prefix, suffix, width

    def to_python(self, value: Any) -> int | Decimal | None:
        """An ``int``, or a ``Decimal`` when decimals are allowed; nothing for no answer.

        Raises ``not_number``, ``not_whole``, ``too_many_decimals``, ``too_small``, ``too_large``.
        """
        given = "" if value is None else str(value).strip()
        if not given:
            return None
        number = self._read(given)
        self._check_limits(number)
        return number

    def _read(self, given: str) -> int | Decimal:
        number = typed.number(given, decimals=self.decimals)
        if number is None or abs(number) > 10**15:
            raise self.wrong("not_number")
        if self.decimals == 0:
            if number != number.to_integral_value():
                raise self.wrong("not_whole")
            return int(number)
        if -int(number.as_tuple().exponent) > self.decimals:
            raise self.wrong("too_many_decimals", decimals=self.decimals)
        return number

    def _check_limits(self, number: int | Decimal) -> None:
        if self.least is not None and number < self.least:
            raise self.wrong("too_small", least=self._shown(self.least))
        if self.most is not None and number > self.most:
            raise self.wrong("too_large", most=self._shown(self.most))

    def _shown(self, number: int | Decimal) -> str:
        return f"{number:,}"

    def to_plain(self, value: Any) -> int | str | None:
        """A whole number as it is, a decimal one as text, so that nothing is rounded."""
        return str(value) if isinstance(value, Decimal) else value

    def from_plain(self, plain: Any) -> int | Decimal | None:
        """The number again."""
        return Decimal(plain) if isinstance(plain, str) else plain

    def in_words(self, value: Any) -> str:
        """The number with commas and its unit."""
        if value in self.empty_values:
            return super().in_words(value)
        return f"{self.prefix}{self._shown(value)}{' ' + self.suffix if self.suffix else ''}"

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        params = super()._own_params(drawn) | {
            "inputmode": "decimal" if self.decimals else "numeric",
            "spellcheck": False,
            "classes": f"{self.classes} govuk-input--width-{self.width}",
        }
        if self.prefix:
            params["prefix"] = {"text": self.prefix}
        if self.suffix:
            params["suffix"] = {"text": self.suffix}
        return params


class Money(Number):
    """An amount of money. The value, and ``least`` and ``most``, are whole pence."""

    called = _("an amount")
    messages = {
        "not_number": _("Enter %(called)s in pounds, like 18 or 18.50"),
        "too_many_decimals": _("Enter pounds and pence, like 18.50"),
    }

    def __init__(self, label: Words, *, prefix: str = "£", **options: Any) -> None:
        super().__init__(label, prefix=prefix, decimals=2, **options)

    def _read(self, given: str) -> int:
        return int(super()._read(given) * 100)

    def _shown(self, number: int | Decimal) -> str:
        return words.money(int(number))

    def in_words(self, value: Any) -> str:
        """The amount: "£18.50"."""
        return words.money(value) if value is not None else super().in_words(value)

    def prepare_value(self, value: Any) -> Any:
        """Pence as pounds for the input; what was typed stays as it was."""
        return f"{value / 100:.2f}".removesuffix(".00") if isinstance(value, int) else value


def _month_number(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    start = written.casefold().rstrip(".")
    for number, name in enumerate(words.MONTHS, 1):
        if len(start) >= 3 and (
            name.casefold().startswith(start) or gettext(name).casefold().startswith(start)
        ):
            return number
    return None


class Date(Field):
    """A date in three inputs; the month may be a number or a name. The value is a ``date``.

    ``earliest`` and ``latest`` are the first and last date allowed; ``birthday`` lets browsers fill it in.
    """

    component = "date-input"
    called = _("the date")
    parts = ("day", "month", "year")
    uses_legend = True
    messages = {
        "day": _("%(Called)s must include a day"),
        "month": _("%(Called)s must include a month"),
        "year": _("%(Called)s must include a year"),
        "short_year": _("The year must have four digits, like 2026"),
        "not_date": _("There is no such date. Check the day and the month"),
        "too_early": _("%(Called)s must be %(earliest)s or later"),
        "too_late": _("%(Called)s must be %(latest)s or earlier"),
    }

    def __init__(
        self,
        label: Words,
        *,
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        birthday: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.earliest, self.latest, self.birthday = earliest, latest, birthday

    def to_python(self, value: Any) -> dt.date | None:
        """The date. Raises what is missing, ``not_date``, ``short_year``, ``too_early`` or ``too_late``."""
        given = {part: typed.plain((value or {}).get(part, "")).strip() for part in self.parts}
        if not any(given.values()):
            return None
        for part in self.parts:
            if not given[part]:
                raise self.wrong(part, part=part)
        if any(len(part) > LONGEST_PART for part in given.values()):
            raise self.wrong("not_date")
        day = self._read(given)
        if self.earliest and day < self.earliest:
            raise self.wrong("too_early", earliest=words.plain_date(self.earliest))
        if self.latest and day > self.latest:
            raise self.wrong("too_late", latest=words.plain_date(self.latest))
        return day

    def _read(self, given: Mapping[str, str]) -> dt.date:
        month = _month_number(given["month"])
        if given["year"].isdecimal() and len(given["year"]) != 4:
            raise self.wrong("short_year", part="year")
        try:
            return dt.date(int(given["year"]), month or 0, int(given["day"]))
        except ValueError:
            raise self.wrong("not_date") from None

    def prepare_value(self, value: Any) -> Any:
        """A date as three texts; what was typed stays as it was."""
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return value

    def to_plain(self, value: Any) -> str | None:
        """ISO 8601: "2026-03-09"."""
        return value.isoformat() if value else None

    def from_plain(self, plain: Any) -> dt.date | None:
        """The date again."""
        return dt.date.fromisoformat(plain) if plain else None

    def in_words(self, value: Any) -> str:
        """The date: "9 March 2026"."""
        return words.plain_date(value) if value else super().in_words(value)

    def _own_params(self, drawn: DrawnField) -> dict[str, Any]:
        shown = drawn.value() or {}
        labels = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
        return {
            "namePrefix": drawn.html_name,
            "items": [
                {
                    "name": part,
                    "label": labels[part],
                    "value": shown.get(part, ""),
                    "classes": f"govuk-input--width-{4 if part == 'year' else 2}{self._fault(drawn, part)}",
                    "autocomplete": f"bday-{part}" if self.birthday else "",
                }
                for part in self.parts
            ],
        }

    def _fault(self, drawn: DrawnField, part: str) -> str:
        faulty = bool(drawn.error) and drawn.faulty_part in ("", part)
        return " govuk-input--error" if faulty else ""
