"""What a journey remembers, as it is kept encrypted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from moothall.services.route import Sheet


@dataclass(frozen=True, slots=True)
class Remembered:
    """The sheet of answers, and what happened on the way.

    ``known``: the answers, by step, that the person let be filled in from before (``None``: not asked,
    empty: not this time).
    ``left_pence``: the amount they left to pay. ``declared``: whether they agreed to the declaration.
    ``gone``: steps whose hold has gone, with the words to say so.
    """

    sheet: Sheet = field(default_factory=Sheet)
    known: Mapping[str, Any] | None = None
    left_pence: int | None = None
    declared: bool = False
    gone: Mapping[str, str] = field(default_factory=dict)

    def with_sheet(self, sheet: Sheet) -> "Remembered":
        """The same with other answers."""
        return replace(self, sheet=sheet)

    def with_answer(self, key: str, answer: Any) -> "Remembered":
        """The same with one more answer, which makes good what had gone there."""
        gone = {name: words for name, words in self.gone.items() if name != key}
        return replace(self, sheet=self.sheet.with_answer(key, answer), gone=gone)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Remembered":
        """From what :meth:`plain` gave."""
        return cls(**{**plain, "sheet": Sheet(**plain["sheet"])}) if plain else cls()
