"""Published packs, read from the database once per process: a version never changes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.models import PackVersion
from moothall.services.folders import figures_of_files
from moothall.services.queries import packs
from moothall.services.reading import from_stored
from moothall.services.schema import Pack
from moothall.services.words import PackWords

ROOM = 300
"""How many versions a process remembers."""

_SHELF: OrderedDict[UUID, "Published"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a service pack, with its organisation, its words and the texts of its other files."""

    id: UUID
    version: int
    pack: Pack
    said: Mapping[str, Mapping[str, str]]
    organisation: UUID
    organisation_name: str
    files: Mapping[str, str]

    def words(self, language: str = "en") -> PackWords:
        """The words in ``language``; what it lacks, in the pack's first language."""
        first = self.said[self.pack.languages[0]]
        mine = self.said.get(language, first)
        service = mine.get("service.title") or first.get("service.title", self.pack.name)
        figures = figures_of_files(self.files, day=timezone.localtime(clock.now()).date())
        common = {**figures, "organisation": self.organisation_name, "service": service}
        return PackWords(mine, first, common)

    def is_unreviewed(self, language: str) -> bool:
        """Whether nobody has reviewed the words in ``language`` yet."""
        return language in self.pack.unreviewed


def published(act: Act, *, id: UUID) -> Published | None:
    """The version with this id, live or retired."""
    found = _SHELF.get(id)
    if found is None:
        row = packs.pack_version(act, id=id)
        return put(row) if row is not None else None
    return found


def put(row: PackVersion) -> Published:
    """Remember a version that was just read (with its organisation)."""
    found = _SHELF.get(row.id)
    if found is None:
        found = Published(
            row.id, row.version, from_stored(row.content), row.content["words"],
            row.organisation_id, row.organisation.name, row.content.get("files", {}),
        )  # fmt: skip
        _SHELF[row.id] = found
        while len(_SHELF) > ROOM:
            _SHELF.popitem(last=False)
    return found
