"""Which of the services found a person wants to see."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from moothall.foundations.directory.queries import ServiceFound

AWAY = ("online", "phone", "at-home")
"""Ways that need no journey, so that distance does not count against them."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What services must fit; whatever is empty does not matter. ``days`` (MO … SU) and ``ways``: any of
    them; ``features``: all of them; ``within_metres``: so near, or without a journey."""

    within_metres: int | None = None
    most_pence: int | None = None
    days: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    features: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things are asked for."""
        return sum(value is not None and value != () for value in asdict(self).values())

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The narrowing that :meth:`plain` was made from; what is not given does not matter."""
        lists = {name: tuple(plain.get(name) or ()) for name in ("days", "ways", "features")}
        return cls(within_metres=plain.get("within_metres"), most_pence=plain.get("most_pence"), **lists)

    def fits(self, found: ServiceFound) -> bool:
        """Whether a service is among those wanted."""
        return (
            self._is_near(found)
            and (
                self.most_pence is None
                or (found.cost_pence is not None and found.cost_pence <= self.most_pence)
            )
            and (not self.days or bool(set(self.days) & set(found.days)))
            and (not self.ways or bool(set(self.ways) & set(found.ways)))
            and set(self.features) <= set(found.features)
        )

    def _is_cheap(self, found: ServiceFound) -> bool:
        if self.most_pence is None:
            return True
        return found.cost_pence is not None and found.cost_pence <= self.most_pence

    def _is_near(self, found: ServiceFound) -> bool:
        if self.within_metres is None or set(found.ways) & set(AWAY):
            return True
        return found.metres is not None and found.metres <= self.within_metres
