"""Case types: what a version of a pack, or a capability, says about its cases, with its words in the
reader's language."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.rules import casetypes
from moothall.foundations.cases.rules.casetypes import CASE_STEP, OPEN, CaseType
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.describing import Words
from moothall.kernel.gate import query
from moothall.kernel.refusal import NotFound
from moothall.kernel.stages import CASE_TYPES, StageWords, Standing
from moothall.services import pack_cache
from moothall.services.words import PackWords

_TYPES: dict[UUID, CaseType] = {}
"""Case types by the version of their pack, which never changes."""


PRIORITY_WORDS = {
    "urgent": lambda: _("Urgent"),
    "high": lambda: _("High priority"),
    "normal": lambda: _("Normal"),
    "low": lambda: _("Low priority"),
}


@dataclass(frozen=True, slots=True)
class WordedType:
    """A case type as somebody reads it."""

    pack: UUID | None
    name: str
    type: CaseType
    words: Words

    @property
    def title(self) -> str:
        """What the service is called."""
        return self.words("service.title")

    @property
    def stages(self) -> StageWords:
        """What its statuses are called."""
        return StageWords(self.words, CASE_STEP)

    def status(self, code: str) -> str:
        """The name of a status."""
        return self.stages.name(code)

    def priority(self, rank: int) -> str:
        """What a priority is called."""
        code = casetypes.PRIORITIES[rank]
        return self.stages.said(f"priority.{code}") or PRIORITY_WORDS[code]()

    def why_not(self, code: str, standing: Standing, today: date) -> str:
        """Why a case cannot come to a status while these events stand in its matter."""
        wanted = self.type.status(code)
        day = standing.get(wanted.from_day) if wanted.from_day else None
        if day is not None and today < day:
            values = {"status": self.status(code), "day": words.long_date(day)}
            return _("“%(status)s” is possible from %(day)s on: the day has not come yet.") % values
        key = "excludes" if wanted.excludes in standing else "needs"
        said = {
            "needs": _("“%(status)s” is not possible: what it needs did not happen, or was cancelled."),
            "excludes": _("“%(status)s” is not possible yet: what has to be cancelled first still stands."),
        }
        return self.stages.said(f"status.{code}.{key}") or said[key] % {"status": self.status(code)}


Source = tuple[UUID | None, str]
"""What a case's type comes from: the version of a pack, if it has one, and the kind of its matter."""


@query(allow=allow.anyone)
def kinds(act: Act, *, sources: set[Source]) -> dict[Source, WordedType]:
    """The case types of these sources, in the language of the page."""
    return {(pack, name): kind(act, pack, name) for pack, name in sources}


def kind(act: Act, pack: UUID | None, name: str) -> WordedType:
    """The case type of one version of a pack, or of a capability's own matters that are called ``name``;
    inside another query or operation. Raises ``NotFound``."""
    if pack is None:
        return _offered(name)
    found = pack_cache.published(act, id=pack)
    if found is None:
        raise NotFound("We could not find that service.")
    return WordedType(found.id, name, _type(found), words_of(found))


def words_of(found: pack_cache.PublishedPack) -> PackWords:
    """The words of a pack in the language of the page."""
    return found.words((get_language() or "en")[:2])


def of_case(act: Act, row: Case) -> WordedType:
    """The case type of ``row``, inside another query or operation."""
    return kind(act, row.pack_id, row.type)


def of_matter(act: Act, matter: UUID | None) -> WordedType | None:
    """The case type of a matter that has a case the act may see, inside another query or operation."""
    row = Case.objects.filter(pk=matter).only("pack_id", "type").first() if matter else None
    return of_case(act, row) if row else None


def ended_by(act: Act, *, matter: UUID | None, event: str) -> WordedType | None:
    """The case type of a matter whose case ``event`` brings to its end, or has brought, inside another
    query."""
    row = Case.objects.filter(pk=matter).only("pack_id", "type", "status").first() if matter else None
    if row is None:
        return None
    found = of_case(act, row)
    stands = found.type.status(row.status)
    status = stands if event in stands.upon else found.type.led_to(row.status, event)
    return found if status is not None and status.closes else None


def _offered(name: str) -> WordedType:
    if name not in CASE_TYPES:
        raise NotFound("No service or capability says how a case about this goes.")
    offered = CASE_TYPES[name]
    return WordedType(None, name, CaseType.model_validate(dict(offered.case)), offered)


def _type(found: pack_cache.PublishedPack) -> CaseType:
    known = _TYPES.get(found.id)
    if known is None:
        spec = next((spec for spec in found.pack.by_key.values() if spec.type == OPEN), None)
        known = _TYPES[found.id] = CaseType.model_validate(dict(spec.given) if spec else {})
    return known
