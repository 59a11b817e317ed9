"""Case types: what a version of a pack says about its cases, with its words in the reader's language."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.rules import casetypes
from moothall.foundations.cases.rules.casetypes import CaseType
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.refusal import NotFound
from moothall.services import shelf
from moothall.services.schema import CASE, CASE_STEP
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
class Kind:
    """A case type as somebody reads it."""

    pack: UUID
    version: int
    type: CaseType
    words: PackWords

    @property
    def title(self) -> str:
        """What the service is called."""
        return self.words("service.title")

    def status(self, code: str) -> str:
        """The name of a status."""
        return self._said(f"status.{code}.name") or casetypes.in_words(code)

    def priority(self, rank: int) -> str:
        """What a priority is called."""
        code = casetypes.PRIORITIES[rank]
        return self._said(f"priority.{code}") or PRIORITY_WORDS[code]()

    def told(self, code: str) -> str:
        """What is said when a status is reached."""
        return self._said(f"status.{code}.told") or self.status(code)

    def next(self, code: str) -> str:
        """What the person is told happens next, if the pack says so."""
        return self._said(f"status.{code}.next")

    def why_not(self, code: str, standing: casetypes.Standing, today: date) -> str:
        """Why a case cannot come to a status while these facts stand in its matter."""
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
        return self._said(f"status.{code}.{key}") or said[key] % {"status": self.status(code)}

    def reason(self, code: str) -> str:
        """Why a clock stands still."""
        return self._said(f"pause.{code}") or self._said(f"status.{code}.name") or casetypes.in_words(code)

    def _said(self, key: str) -> str:
        full = f"{CASE_STEP}.{key}"
        return self.words(full) if self.words.has(full) else ""


@query(allow=allow.anyone)
def kinds(act: Act, *, packs: set[UUID]) -> dict[UUID, Kind]:
    """The case types of these versions of packs, by the version's id, in the language of the page."""
    return {pack: kind(act, pack) for pack in packs}


def kind(act: Act, pack: UUID) -> Kind:
    """The case type of one version of a pack, inside another query or operation. Raises ``NotFound``."""
    found = shelf.published(act, id=pack)
    if found is None:
        raise NotFound("We could not find that service.")
    words = found.words((get_language() or "en")[:2])
    return Kind(found.id, found.version, _type(found), words)


def of_matter(act: Act, matter: UUID | None) -> Kind | None:
    """The case type of a matter that has a case the act may see, inside another query or operation."""
    row = Case.objects.filter(pk=matter).only("pack_id").first() if matter else None
    return kind(act, row.pack_id) if row else None


def ended_by(act: Act, *, matter: UUID | None, fact: str) -> Kind | None:
    """The case type of a matter whose case ``fact`` brings to its end, or has brought, inside another
    query."""
    row = Case.objects.filter(pk=matter).only("pack_id", "status").first() if matter else None
    if row is None:
        return None
    found = kind(act, row.pack_id)
    stands = found.type.status(row.status)
    status = stands if fact in stands.upon else found.type.led_to(row.status, fact)
    return found if status is not None and status.closes else None


def _type(found: shelf.Published) -> CaseType:
    known = _TYPES.get(found.id)
    if known is None:
        spec = next((spec for _, spec, _ in found.pack.every_step if spec.type == CASE), None)
        known = _TYPES[found.id] = CaseType.model_validate(dict(spec.settings) if spec else {})
    return known
