"""Changes of rules that wait for somebody else, and those that were decided about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from moothall.foundations.rules.models import Proposal
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.queries import people, roles
from moothall.kernel.refusal import NotFound

PAGE = 20
PUBLISH = "packs.publish"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed change with the names of those concerned; ``is_mine``: who asks has made it."""

    id: UUID
    pack: str
    rules: str
    path: str
    instead_of: str
    text: str
    base: UUID
    reason: str
    proposed_by: str
    proposed_at: datetime
    outcome: str
    decided_by: str
    decided_at: datetime | None
    remark: str
    is_alone: bool
    is_mine: bool

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.outcome == Proposal.Outcome.WAITING

    @property
    def takes_out(self) -> bool:
        """Whether it takes a version out."""
        return not self.text


@query(allow=allow.staff("rules.read"))
def proposal(act: Act, *, id: UUID) -> Proposed:
    """One change of the act's organisation. Raises ``NotFound``."""
    row = Proposal.objects.filter(pk=id, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound("There is no such change of your organisation's rules.")
    return _shown(act, [row])[0]


@query(allow=allow.staff("rules.read"))
def proposals(act: Act, *, pack: str, rules: str, cursor: str = "", limit: int = PAGE) -> Page[Proposed]:
    """The changes of some rules, the latest first, a page at a time."""
    rows = Proposal.objects.filter(organisation_id=act.own_organisation, pack=pack, rules=rules)
    return _latest_first(act, rows, cursor=cursor, limit=limit)


@query(allow=allow.staff(PUBLISH))
def waiting_for_me(act: Act, *, cursor: str = "", limit: int = PAGE) -> Page[Proposed]:
    """The changes of others that wait for somebody to publish them, the latest first, a page at a time."""
    rows = Proposal.objects.filter(organisation_id=act.own_organisation, outcome=Proposal.Outcome.WAITING)
    return _latest_first(act, rows.exclude(proposed_by_id=act.actor), cursor=cursor, limit=limit)


def _latest_first(act: Act, rows: QuerySet[Proposal], *, cursor: str, limit: int) -> Page[Proposed]:
    return paging.page(rows, lambda found: _shown(act, found), by=("-id",), cursor=cursor, limit=limit)


@query(allow=allow.staff(PUBLISH))
def others_may_publish(act: Act) -> bool:
    """Whether somebody else in the act's organisation may publish."""
    return roles.holders_of(act.own_organisation, PUBLISH).exclude(person_id=act.actor).exists()


def _shown(act: Act, rows: list[Proposal]) -> list[Proposed]:
    known = people.people(
        act, ids={id for row in rows for id in (row.proposed_by_id, row.decided_by_id) if id}
    )
    names = {id: person.name for id, person in known.items()}
    return [
        Proposed(
            id=row.pk, pack=row.pack, rules=row.rules, path=row.path, instead_of=row.instead_of,
            text=row.text, base=row.base_id, reason=row.reason,
            proposed_by=names.get(row.proposed_by_id, ""), proposed_at=row.proposed_at,
            outcome=row.outcome, decided_by=names.get(row.decided_by_id, "") if row.decided_by_id else "",
            decided_at=row.decided_at, remark=row.remark, is_alone=row.is_alone,
            is_mine=row.proposed_by_id == act.actor,
        )
        for row in rows
    ]  # fmt: skip
