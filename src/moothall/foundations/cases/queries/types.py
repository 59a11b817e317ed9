"""Case types: what a version of a pack says about its cases, with its words in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from moothall.foundations.cases.rules import casetypes
from moothall.foundations.cases.rules.casetypes import CaseType
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion

KEPT = 500
"""How many versions of packs a process remembers; published versions never change."""

_READ: dict[UUID, "Pack"] = {}


@dataclass(frozen=True, slots=True)
class PackWords:
    """A pack's words in one language, and in English where that has none."""

    texts: Mapping[str, str]
    fallback: Mapping[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        """The words under ``key``, with ``{values}`` filled in; the key's last part, where there are none."""
        text = self.texts.get(key) or self.fallback.get(key)
        if text is None:
            return casetypes.in_words(key.rsplit(".", 1)[-1])
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def has(self, key: str) -> bool:
        """Whether the pack says anything under ``key``."""
        return key in self.texts or key in self.fallback


@dataclass(frozen=True, slots=True)
class Kind:
    """A case type as somebody reads it."""

    pack: UUID
    name: str
    version: int
    type: CaseType
    words: PackWords

    @property
    def title(self) -> str:
        """What the service is called."""
        return self.words("title") if self.words.has("title") else casetypes.in_words(self.name)

    def status(self, code: str) -> str:
        """The name of a status."""
        return self.words(f"status.{code}")

    def told(self, code: str) -> str:
        """What is said when a status is reached."""
        key = f"status.{code}.told"
        return self.words(key) if self.words.has(key) else self.status(code)

    def next(self, code: str) -> str:
        """What the person is told happens next, if the pack says so."""
        key = f"status.{code}.next"
        return self.words(key) if self.words.has(key) else ""

    def reason(self, code: str) -> str:
        """Why a clock stands still."""
        return self.words(f"pause.{code}") if self.words.has(f"pause.{code}") else casetypes.in_words(code)


@dataclass(frozen=True)
class Pack:
    """What cases need of a version of a pack, in every language it speaks."""

    id: UUID
    name: str
    version: int
    content: Mapping[str, Any]

    @cached_property
    def type(self) -> CaseType:
        """The case type it describes."""
        return casetypes.read(self.content)

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Its words by language, each under its dotted key."""
        return {code: dict(_flat(words)) for code, words in self.content.get("words", {}).items()}

    def kind(self, language: str) -> Kind:
        """The case type in ``language``."""
        spoken = PackWords(self.words.get(language, {}), self.words.get("en", {}))
        return Kind(self.id, self.name, self.version, self.type, spoken)


@query(allow=allow.anyone)
def kinds(act: Act, *, packs: set[UUID]) -> dict[UUID, Kind]:
    """The case types of these versions of packs, by the version's id, in the language of the page."""
    return read_kinds(packs)


def read_kinds(packs: set[UUID]) -> dict[UUID, Kind]:
    """The same, inside another query."""
    missing = packs - _READ.keys()
    if missing:
        if len(_READ) > KEPT:
            _READ.clear()
            missing = packs
        rows = PackVersion.objects.filter(pk__in=missing).only("id", "name", "version", "content")
        _READ.update({row.id: Pack(row.id, row.name, row.version, row.content) for row in rows})
    language = (get_language() or "en")[:2]
    return {id: _READ[id].kind(language) for id in packs if id in _READ}


def _flat(words: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
