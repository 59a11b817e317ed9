"""The words of a pack in one language."""

import re
from collections.abc import Mapping

from pydantic import JsonValue

BLANK = re.compile(r"\{(\w+)\}")
ITEM = re.compile(r"\.\d+(?=\.)")
"""The number of an item inside the key of an answer: ``items.3.kind`` has the words ``items.kind``."""


class PackWords:
    """Words by key; keys that ``mine`` lacks are taken from ``others`` (the pack's first language).

    Values fill the blanks that words leave (``{slot}``) as plain text: nothing an author writes is evaluated,
    and a blank without a value stays empty.
    """

    def __init__(
        self, mine: Mapping[str, str], others: Mapping[str, str], common: Mapping[str, object]
    ) -> None:
        self._known = {**others, **mine}
        self._common = common

    def __call__(self, key: str, **values: object) -> str:
        """The words under ``key``, or the key itself where a pack has none (its check says so)."""
        known = {**self._common, **values}
        text = self._known.get(ITEM.sub("", key), key)
        return BLANK.sub(lambda blank: str(known.get(blank[1], "")), text)

    def has(self, key: str) -> bool:
        """Whether the pack says anything under ``key``."""
        return ITEM.sub("", key) in self._known

    def with_more(self, more: Mapping[str, str]) -> "PackWords":
        """The same words and ``more`` of them."""
        return PackWords({**self._known, **more}, {}, self._common)

    def filled(self, **values: object) -> "PackWords":
        """The same words with more values at hand."""
        return PackWords(self._known, {}, {**self._common, **values})


def flat(tree: Mapping[str, JsonValue], start: str = "") -> dict[str, str]:
    """Nested words by dotted key: ``{slot: {title: …}}`` becomes ``slot.title``."""
    found: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            found |= flat(value, f"{start}{name}.")
        else:
            found[f"{start}{name}"] = str(value).strip()
    return found


def blanks(text: str) -> set[str]:
    """The names of the values that ``text`` leaves room for."""
    return set(BLANK.findall(text))
