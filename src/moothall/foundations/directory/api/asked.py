"""Reads the parameters of Open Referral UK requests; a value that cannot be used is refused in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from moothall.foundations.directory.queries import Filters
from moothall.foundations.directory.rules.shapes import DAYS
from moothall.kernel import locating
from moothall.kernel.act import Act
from moothall.kernel.doors.web import whole
from moothall.kernel.queries import areas
from moothall.kernel.refusal import Refused

PER_PAGE, MOST_PER_PAGE = 50, 500
LAST_ROW = 2_000_000
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")
NOWHERE = UUID(int=0)
"""The organisation that gives nothing: what a postcode nobody knows asks for."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is asked for, of which size."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many entries lie before it."""
        return (self.number - 1) * self.size


class Asked:
    """The parameters of one request, read on demand. Every method raises ``Refused`` (status 400)."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given

    def text(self, name: str) -> str:
        """A text of at most 200 characters, or ""."""
        return self.given.get(name, "").replace("\x00", "").strip()[:200]

    def flag(self, name: str) -> bool:
        """Whether a flag is set."""
        return self.given.get(name, "").lower() in {"true", "1", "yes"}

    def page(self) -> Page:
        """``page`` from 1, ``per_page`` from 1 to 500."""
        number, size = self._whole("page", 1), self._whole("per_page", PER_PAGE)
        page = Page(number, min(size, MOST_PER_PAGE))
        if number < 1 or size < 1 or page.offset > LAST_ROW:
            raise _refusal("page and per_page are whole numbers from 1.")
        return page

    def identity(self, name: str) -> UUID | None:
        """A UUID, or nothing."""
        value = self.text(name)
        try:
            return UUID(value) if value else None
        except ValueError:
            raise _refusal(f"{name} is a UUID.") from None

    def number(self, name: str) -> float | None:
        """A number, or nothing."""
        value = self.text(name)
        try:
            found = float(value) if value else None
        except ValueError:
            raise _refusal(f"{name} is a number.") from None
        if found is not None and not abs(found) < 1e7:
            raise _refusal(f"{name} is a number.")
        return found

    def moment(self, name: str) -> datetime | None:
        """An ISO 8601 date or moment, or nothing."""
        value = self.text(name).replace(" ", "+")
        try:
            found = datetime.fromisoformat(value) if value else None
        except ValueError:
            raise _refusal(f"{name} is a date and time like 2026-03-14T09:30:00Z.") from None
        return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)

    def time(self, name: str) -> str:
        """A time of day as HH:MM, or ""."""
        value = self.text(name)
        if value and not TIME.fullmatch(value):
            raise _refusal(f"{name} is a time like 09:30.")
        return value

    def day(self, name: str) -> str:
        """A day of the week as two letters, or ""."""
        code = self.text(name)[:2].upper()
        if code and code not in DAYS:
            raise _refusal(f"{name} is a day like MO or Monday.")
        return code

    def filters(self, act: Act) -> Filters:
        """All filters of services and of services at locations."""
        term = self.identity("taxonomy_term_id")
        plain = Filters(
            words=self.text("search"),
            statuses=(),
            terms=[term] if term else (),
            taxonomy=self.identity("taxonomy_id"),
            organisation=self.identity("organization_id"),
            modified_after=self.moment("modified_after"),
            minimum_age=self.number("minimum_age"),
            maximum_age=self.number("maximum_age"),
            starts=self.time("start_time"),
            ends=self.time("end_time"),
            day=self.day("day"),
        )
        postcode = self.text("postcode")
        return _near(act, plain, postcode, self.number("proximity")) if postcode else plain

    def _whole(self, name: str, otherwise: int) -> int:
        value = self.text(name)
        number = whole(value) if value else otherwise
        if number is None:
            raise _refusal("page and per_page are whole numbers from 1.")
        return number


def _near(act: Act, plain: Filters, postcode: str, proximity: float | None) -> Filters:
    """Services within ``proximity`` metres of a postcode, or those that serve it."""
    tidy = locating.tidy(postcode)
    if not tidy:
        raise _refusal("postcode is a full postcode like WX4 2PL.")
    spot = locating.located(act, postcodes=[tidy]).get(tidy)
    if spot is None:
        return replace(plain, organisation=NOWHERE)
    if proximity is not None:
        return replace(plain, longitude=spot.longitude, latitude=spot.latitude, within_metres=proximity)
    around = areas.atlas(act).at(longitude=spot.longitude, latitude=spot.latitude)
    return replace(plain, areas=sorted({spot.area, *(area.code for area in around)} - {""}) or ["-"])


def _refusal(words: str) -> Refused:
    return Refused(words, code="wrong-parameter", status=400)
