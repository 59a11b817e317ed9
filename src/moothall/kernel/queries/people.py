"""Who people are, as far as the act may know."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from moothall.kernel import allow, vault
from moothall.kernel.act import Act, Role
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Assignment, Link, Mandate, Membership
from moothall.kernel.records import record

SERVING = allow.resident | allow.staff("people.names") | allow.system
"""People themselves, and staff whose work is with them."""


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person with what they told about themselves; ``personal`` is ``None`` when they were erased."""

    id: UUID
    assurance: str
    language: str
    personal: dict[str, Any] | None

    @property
    def name(self) -> str:
        """Their name, or how to speak of somebody without one."""
        return str((self.personal or {}).get("name") or "Somebody")

    @property
    def email(self) -> str | None:
        """Their email address, if they gave one."""
        return (self.personal or {}).get("email")


MOST_MANDATES = 100
ASSISTED = "assisted"
"""The basis of a mandate that somebody at a desk made, to help there and then."""
SAME_PERSON = "same-address"
"""The basis of mandates between one and the same person, with an account and without: both gave the same
address, and the account has confirmed it."""


class _Row(NamedTuple):
    id: UUID
    assurance: str
    language: str
    personal: bytes | None
    is_erased: bool
    told: list[bytes]
    """What was told last stands last, and counts."""
    contact: bytes | None


READ = """
SELECT id, assurance, language, personal, erased_at IS NOT NULL,
       (SELECT coalesce(array_agg(a.value ORDER BY a.told_at, a.id), '{}')
          FROM kernel_attribute AS a WHERE a.person_id = p.id),
       (SELECT c.encrypted FROM kernel_contact AS c WHERE c.person_id = p.id)
  FROM kernel_person AS p WHERE id = ANY (%s)
"""


@query(allow=SERVING)
def people(act: Act, *, ids: Iterable[UUID]) -> dict[UUID, PersonShown]:
    """Those of the people that the act may see, by id, with what of theirs it may see."""
    rows = fetch(_Row, READ, list(set(ids)))
    encrypted = [(row.id, content) for row in rows for content in (*row.told, row.contact, row.personal)]
    known: dict[UUID, dict[str, Any] | None] = {row.id: {} for row in rows}
    for (whose, _encrypted), content in zip(encrypted, vault.decrypt_many(encrypted), strict=True):
        known[whose] = None if content is None else (known[whose] or {}) | content
    return {
        row.id: PersonShown(row.id, row.assurance, row.language, _for(act, row, known[row.id]))
        for row in rows
    }


def _for(act: Act, row: _Row, content: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the act's work needs of somebody: how to reach them, or only their name."""
    if content is None or row.is_erased:
        return None
    if act.role is not Role.STAFF or act.may("people.contact"):
        return content
    return {name: content[name] for name in ("name",) if name in content}


@query(allow=SERVING, api="v1")
def person(act: Act, *, id: UUID) -> PersonShown | None:
    """The person, if the act may see them."""
    return people(act, ids=[id]).get(id)


def digest_of(secret: str) -> bytes:
    """What is kept of the secret of a link."""
    return hashlib.sha256(secret.encode()).digest()


def read_link(act: Act, secret: str) -> Link | None:
    """The link with this secret, with its person, while it works; inside another query or operation."""
    row = Link.objects.select_related("person").filter(digest=digest_of(secret)).first()
    works = row is not None and row.until_at >= act.at and row.person.erased_at is None
    return row if works else None


@query(allow=allow.system)
def link_shown(act: Act, *, secret: str) -> tuple[PersonShown, str] | None:
    """Whom a link would let in, and the path it leads to; nothing for one that does not work."""
    row = read_link(act, secret)
    shown = person(act, id=row.person_id) if row else None
    return (shown, row.leads_to) if row and shown else None


def agent_of(act: Act) -> dict[str, str]:
    """Who acts, as ``by`` in what is kept for somebody else's eyes; nothing when people act for
    themselves."""
    if act.role is not Role.RESIDENT or act.person is None or act.subject in {act.person, *selves(act)}:
        return {}
    shown = person(act, id=act.person)
    at_desk = _live(act).filter(principal_id=act.subject, agent_id=act.person, basis=ASSISTED)
    names = list(at_desk.values_list("organisation__name", flat=True)[:1]) if act.is_assisted else []
    return {"by": ", ".join([shown.name, *(name for name in names if name)])} if shown else {}


@dataclass(frozen=True, slots=True)
class MembershipShown:
    """That the actor works for an organisation; ``organisation`` and ``team`` are its name and those of the
    teams whose work they do."""

    id: UUID
    organisation_id: UUID
    organisation: str
    team: str


@dataclass(frozen=True, slots=True)
class MandateShown:
    """That the actor may act for ``principal_id``; ``basis`` says why."""

    id: UUID
    principal_id: UUID
    basis: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class MandateGiven:
    """That ``agent_id`` may act for the actor: at the desk of an ``organisation``, if it says one; for which
    ``services``, until when."""

    id: UUID
    agent_id: UUID
    organisation: str
    services: Sequence[str]
    until_at: datetime | None


@query(allow=allow.somebody)
def memberships(act: Act) -> tuple[MembershipShown, ...]:
    """The actor's own live memberships, with organisation and team."""
    rows = Membership.objects.filter(person_id=act.actor, until_at=None).select_related("organisation")
    given = Assignment.objects.filter(person_id=act.actor, until_at=None).exclude(team=None)
    teams: dict[UUID, list[str]] = {}
    for membership, name in given.order_by("team__name").values_list("membership_id", "team__name"):
        teams.setdefault(membership, []).append(name)
    return tuple(
        record(
            MembershipShown, row, organisation=row.organisation.name,
            team=", ".join(dict.fromkeys(teams.get(row.id, ()))),
        )
        for row in rows.order_by("organisation__name")
    )  # fmt: skip


@query(allow=allow.somebody)
def mandates_held(act: Act) -> tuple[MandateShown, ...]:
    """Live mandates that let the actor act for somebody, but for whom they only help at a desk."""
    rows = _live(act).filter(agent_id=act.actor, since_at__lte=act.at).exclude(basis=ASSISTED)
    return tuple(record(MandateShown, row) for row in rows.order_by("since_at"))


@query(allow=allow.resident)
def mandates_given(act: Act) -> tuple[MandateGiven, ...]:
    """Live mandates by which others may act for the actor, newest first."""
    rows = _live(act).filter(principal_id=act.actor).exclude(basis=SAME_PERSON).select_related("organisation")
    return tuple(
        record(MandateGiven, row, organisation=row.organisation.name if row.organisation else "")
        for row in rows.order_by("-since_at")[:MOST_MANDATES]
    )


def _live(act: Act) -> QuerySet[Mandate]:
    return Mandate.objects.filter(Q(until_at=None) | Q(until_at__gt=act.at), revoked_at=None)


class Readings(NamedTuple):
    """How often staff of an organisation read about somebody for a ``purpose``, and about how many people;
    numbers below five are not told."""

    organisation: str
    purpose: str
    times: int
    people: int | None


READINGS = """
SELECT o.name, a.purpose, count(*),
       CASE WHEN count(DISTINCT a.subject_id) >= 5 THEN count(DISTINCT a.subject_id) END
  FROM kernel_auditentry AS a JOIN kernel_organisation AS o ON o.id = a.organisation_id
 WHERE a.is_reading AND a.at >= %s GROUP BY 1, 2 HAVING count(*) >= 5 ORDER BY 3 DESC, 1, 2 LIMIT 200
"""


@query(allow=allow.system)
def readings_counted(act: Act, *, days: int = 30) -> tuple[Readings, ...]:
    """How often each organisation read about people in the last ``days`` days, and why, most first."""
    return tuple(fetch(Readings, READINGS, act.at - timedelta(days=days)))


@query(allow=allow.somebody)
def selves(act: Act) -> tuple[UUID, ...]:
    """The guests that the actor was before they had an account, as far as those have been joined to it."""
    return tuple(mandate.principal_id for mandate in mandates_held(act) if mandate.basis == SAME_PERSON)
