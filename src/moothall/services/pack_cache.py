"""Published packs, read from the database once per process: a version never changes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.models import PackVersion
from moothall.services.folders import Coming, coming_figures, figures_of_files
from moothall.services.pack import Pack
from moothall.services.queries import packs
from moothall.services.reading import from_content
from moothall.services.slots import Values, texts
from moothall.services.words import PackWords, blanks

MAX_ENTRIES = 300
"""How many versions a process remembers."""

_CACHE: OrderedDict[UUID, "PublishedPack"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """A version of a service pack, with its organisation, its words and the texts of its other files."""

    id: UUID
    version: int
    pack: Pack
    texts: Mapping[str, Mapping[str, str]]
    organisation: UUID
    organisation_slug: str
    organisation_name: str
    files: Mapping[str, str]
    slots: Values
    words_by_day: dict[date, dict[str, PackWords]] = field(default_factory=dict, compare=False, repr=False)
    """Its words as they were filled in today, by language."""

    def words(self, language: str = "en") -> PackWords:
        """The words in ``language``; what it lacks, in the pack's first language."""
        day = timezone.localtime(clock.now()).date()
        if day not in self.words_by_day:
            self.words_by_day.clear()
        known = self.words_by_day.setdefault(day, {})
        return known.get(language) or known.setdefault(language, self._words(language, day))

    def _words(self, language: str, day: date) -> PackWords:
        first = self.texts[self.pack.languages[0]]
        mine = self.texts.get(language, first)
        service = mine.get("service.title") or first.get("service.title", self.pack.name)
        figures = figures_of_files(self.files, day=day)
        common = {
            **texts(self.pack.slots, self.slots),
            **figures,
            "organisation": self.organisation_name,
            "service": service,
        }
        return PackWords(mine, first, common)

    def coming(self, key: str) -> list[Coming]:
        """The figures quoted by the words ``key`` that are going to change."""
        quoted = {name for said in self.texts.values() for name in blanks(said.get(key, ""))}
        day = timezone.localtime(clock.now()).date()
        return [one for one in coming_figures(self.files, day=day) if one.blank in quoted]

    def is_unreviewed(self, language: str) -> bool:
        """Whether nobody has reviewed the words in ``language`` yet."""
        return language in self.pack.unreviewed


def published(act: Act, *, id: UUID) -> PublishedPack | None:
    """The version with this id, live or retired."""
    found = _CACHE.get(id)
    if found is None:
        row = packs.pack_version(act, id=id)
        return remember(row) if row is not None else None
    return found


def remember(row: PackVersion) -> PublishedPack:
    """Remember a version that was just read (with its organisation)."""
    found = _CACHE.get(row.id)
    if found is None:
        found = PublishedPack(
            row.id, row.version, from_content(row.content, row.slots), row.content["words"],
            row.organisation_id, row.organisation.slug, row.organisation.name,
            row.content.get("files", {}), row.slots,
        )  # fmt: skip
        _CACHE[row.id] = found
        while len(_CACHE) > MAX_ENTRIES:
            _CACHE.popitem(last=False)
    return found
