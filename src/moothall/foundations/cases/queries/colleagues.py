"""Who works beside the reader: names for queues and threads."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches

from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Membership, Person
from moothall.kernel.queries import roles
from moothall.kernel.queries.roles import Reach

SECONDS = 60
"""How long a process may go on with the names it has read."""
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the act's organisation, present (``is_live``) or past, and whose cases they work:
    those of ``teams``, or of all (``works_all``)."""

    id: UUID
    name: str
    teams: tuple[UUID, ...]
    works_all: bool
    is_live: bool

    @property
    def team(self) -> UUID | None:
        """The team that a case goes to with them."""
        return self.teams[0] if self.teams else None

    @property
    def may_work(self) -> bool:
        """Whether cases can be given to them."""
        return self.works_all or bool(self.teams)


@query(allow=allow.staff("cases.read"))
def colleagues(act: Act) -> dict[UUID, Colleague]:
    """The members of the act's organisation by id, past ones too, because their names stand in threads."""
    return known_to(act)


def known_to(act: Act) -> dict[UUID, Colleague]:
    """The same, inside another query; nobody for an act outside organisations."""
    return {} if act.organisation is None else _kept(act.organisation)[0]


def names_known_to(act: Act) -> dict[UUID, str]:
    """Their names alone."""
    return {} if act.organisation is None else _kept(act.organisation)[1]


def _kept(organisation: UUID) -> tuple[dict[UUID, Colleague], dict[UUID, str]]:
    key = f"colleagues-{organisation}"
    found: tuple[dict[UUID, Colleague], dict[UUID, str]] | None = caches["memory"].get(key)
    if found is None:
        read = _read(organisation)
        found = read, {id: colleague.name for id, colleague in read.items()}
        caches["memory"].set(key, found, SECONDS)
    return found


def _read(organisation: UUID) -> dict[UUID, Colleague]:
    rows = list(Membership.objects.filter(organisation_id=organisation).order_by("since_at")[:MOST])
    people = list(Person.objects.filter(pk__in={row.person_id for row in rows}).only("id", "personal"))
    contents = vault.decrypt_many([(person.id, person.personal) for person in people])
    names = {p.id: str((told or {}).get("name") or "") for p, told in zip(people, contents, strict=True)}
    working = roles.reaches(organisation, "cases.work")
    return {
        row.person_id: Colleague(
            row.person_id,
            names.get(row.person_id, ""),
            *working.get(row.person_id, Reach()),
            row.until_at is None,
        )
        for row in rows
    }
