"""The rules of an organisation's live services, and the versions there are and were of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.engines.dmn import About, RuleError
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rule_cache import RuleVersion
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound
from moothall.services import pack_cache as packs
from moothall.services.pack_cache import PublishedPack

PAGE = 50
MOST_EARLIER = 20
"""How many earlier versions of a pack are looked through for other versions of a rule."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of some rules: where its text stands, and since which version of the pack it has been so.

    ``is_live`` says that it is in the live version of the pack.
    """

    path: str
    text: str
    pack_version: int
    published_at: datetime
    is_live: bool

    @property
    def compiled(self) -> RuleVersion:
        """The rules, ready to use. Raises ``RuleError`` for what only an older Moothall could read."""
        return rule_cache.compiled(self.path, self.text)

    @property
    def key(self) -> str:
        """A short name that stays as long as its text does."""
        return self.compiled.digest[:12]

    @property
    def about(self) -> About:
        """Its citation, version and dates."""
        return self.compiled.about


@dataclass(frozen=True, slots=True)
class Book:
    """The rules of one name in the live version of a pack, with their versions, the latest first."""

    pack: PublishedPack
    name: str
    editions: tuple[Edition, ...]

    @property
    def live(self) -> tuple[Edition, ...]:
        """The versions in the live pack."""
        return tuple(one for one in self.editions if one.is_live)

    def edition(self, key: str) -> Edition | None:
        """The version with that key."""
        return next((one for one in self.editions if one.key == key), None)

    def in_force(self, day: str) -> Edition | None:
        """The version in the live pack that decides on a day (``yyyy-mm-dd``)."""
        return next((one for one in self.live if one.about.applies_on(day)), None)


@query(allow=allow.staff("rules.read"))
def packs_with_rules(act: Act, *, cursor: str = "", limit: int = PAGE) -> Page[PublishedPack]:
    """Live packs of the act's organisation that have rules, by name, a page at a time."""
    rows = PackVersion.objects.filter(
        organisation_id=act.own_organisation, retired_at=None, content__has_key="files"
    )
    return paging.page(
        rows.only("id", "name"),
        lambda found: _with_rules(act, found),
        by=("name", "id"),
        cursor=cursor,
        limit=limit,
    )


def _with_rules(act: Act, rows: Iterable[PackVersion]) -> Iterator[PublishedPack]:
    for row in rows:
        found = packs.published(act, id=row.id)
        if found is not None and rule_cache.names(found.files):
            yield found


@query(allow=allow.staff("rules.read"))
def book(act: Act, *, pack: str, name: str) -> Book:
    """The rules ``name`` of the organisation's live pack, with earlier versions of them.

    Raises ``NotFound``.
    """
    rows = PackVersion.objects.filter(organisation_id=act.own_organisation, name=pack)
    live = rows.filter(retired_at=None).values_list("id", flat=True).first()
    found = packs.published(act, id=live) if live else None
    if found is None or name not in rule_cache.names(found.files):
        raise NotFound("There are no such rules among your live services.")
    earlier = rows.order_by("-version").values_list("version", "published_at", "retired_at", "content__files")
    editions = tuple(_editions(name, earlier[: MOST_EARLIER + 1]))
    if not editions:
        raise NotFound(
            "No version of these rules can be read any more. Publish the service again from its files."
        )
    return Book(found, name, editions)


Row = tuple[int, datetime, datetime | None, Mapping[str, str] | None]


def _editions(name: str, rows: Iterable[Row]) -> Iterator[Edition]:
    """Each text once: those of the live pack as they come into force, then what they were before."""
    seen: set[str] = set()
    for version, published_at, retired_at, files in rows:
        found = [
            Edition(path, text, version, published_at, retired_at is None)
            for path, text in (files or {}).items()
            if path.startswith(rule_cache.FOLDER) and rule_cache.name_of(path) == name
        ]
        for one in sorted(filter(_can_be_read, found), key=lambda one: one.about.valid_from, reverse=True):
            if one.text not in seen:
                seen.add(one.text)
                yield one


def _can_be_read(edition: Edition) -> bool:
    try:
        return bool(edition.compiled)
    except RuleError:
        return False


@query(allow=allow.staff("rules.read"))
def live_version(act: Act, *, pack: str) -> UUID | None:
    """The id of the live version of the organisation's pack."""
    rows = PackVersion.objects.filter(organisation_id=act.own_organisation, name=pack, retired_at=None)
    return rows.values_list("id", flat=True).first()
