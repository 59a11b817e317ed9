"""Who may see what, in plain Python, written from what the place promises ("people are seen only by those
whose work it is"), docs/understand/access.md and what each table is for; never
from the policies. What is here is the kernel's; each capability says in its ``tests/truth.py`` of its own
tables which are ``PUBLIC``, the ``RULES`` of the others, which are ``FACES`` of public matters, by which
columns rows belong to ``PARENTS``, and which ``ANYBODY_WRITES``. A table that nobody speaks of must show
nothing to whoever has nothing to do with the row.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from moothall.kernel.act import Act, Role
from tests.attacks.values import NOW, Row
from tests.attacks.world import World, live_roles
from tests.support.rooms import brought

PUBLIC = {
    "kernel_area", "kernel_organisation", "kernel_packversion", "kernel_place", "kernel_team",
    "kernel_workingcalendar",
}  # fmt: skip
"""What a place tells everybody."""
ANYBODY_WRITES = {"kernel_person", "kernel_datakey"}
"""Rows that anybody may add: registering."""
FACES: set[str] = set()
"""Tables whose rows are all part of what a public matter shows to everybody."""
PARENTS: dict[str, str] = {}
"""By which columns a row belongs to a row of another table."""
OWNERS = ("organisation_id", "granted_by_id", "registered_by_id", "told_to_id", "holder")
PEOPLE = (
    "person_id",
    "subject_id",
    "actor_id",
    "principal_id",
    "agent_id",
    "added_by_id",
    "reader_id",
    "holder",
)


class Truth:
    """Answers for one act in one world."""

    def __init__(self, world: World, act: Act) -> None:
        self.world, self.act = world, act
        self.everything = act.role is Role.SYSTEM and act.organisation is None
        self.ours = act.organisation
        self.mandated = {act.subject} - {None}
        self.selves = {act.subject, act.person} - {None}
        self.purposes = {
            purpose
            for row in world.of("kernel_mandate")
            if (row["principal_id"], row["agent_id"]) == (act.subject, act.person) and is_live(row)
            for purpose in row["purposes"]
        } or {"everything"}
        self.roles_on: dict[UUID, set[str]] = {}
        for row in world.of("kernel_participant"):
            if act.person and row["person_id"] == act.person and row["until_at"] is None:
                self.roles_on.setdefault(row["matter_id"], set()).add(row["role"])
        self.held = live_roles(world, act.person, self.ours) if act.person else []
        self.is_program = self.ours is not None and (act.person is None or act.role is Role.SYSTEM)
        wide = [(row, role) for row, role in self.held if row["scope"] in {"organisation", "team"}]
        self.is_unconfined = self.is_program or bool(wide)
        self.is_adviser = any("matters.advise" in role["permissions"] for _row, role in wide)
        self.reasoned = {
            row["matter_id"]
            for row in world.of("kernel_reason")
            if act.person and row["reader_id"] == act.person and self.own(row) and row["until_at"] > NOW
        }
        self.granted = {
            row["matter_id"]
            for row in world.of("kernel_grant")
            if row["organisation_id"] == self.ours
            and row["revoked_at"] is None
            and row["until_at"] > NOW
            and (act.role is Role.SYSTEM or row["purpose"] == act.purpose)
        }
        self.on = {row["id"] for row in world.of("kernel_matter") if self._is_on(row)}
        self.matters = self.on | {row["id"] for row in world.of("kernel_matter") if self._sees_matter(row)}
        self.about = {
            row["person_id"]
            for row in world.of("kernel_matter")
            if row["id"] in self.matters and (row["visibility"] != "people" or row["id"] in self.roles_on)
        }
        self.people = {row["id"] for row in world.of("kernel_person") if self._sees_person(row)}

    def sees(self, table: str, row: Row) -> bool:
        """Whether this row is to be seen, exactly."""
        return table in PUBLIC or RULES[table](self, row)

    def knows(self, table: str) -> bool:
        """Whether :meth:`sees` can answer for this table."""
        return table in PUBLIC or table in RULES

    def is_stranger(self, table: str, row: Row) -> bool:
        """Whether nothing at all connects the act with the row."""
        return not (
            self.act.role is Role.SYSTEM
            or (
                self.act.role is Role.OPERATOR
                and table
                in {"kernel_due", "kernel_place", "kernel_parkedevent", "kernel_setting", "pages_page"}
            )
            or any(row.get(column) is not None and row.get(column) == self.ours for column in OWNERS)
            or (table == "kernel_organisation" and row["id"] == self.ours)
            or (table == "kernel_idempotencykey" and self.sees(table, row))
            or any(row.get(column) in self.selves for column in PEOPLE)
            or (table == "kernel_person" and row["id"] in self.selves)
            or row.get("matter_id") in self.on
            or row.get("case_id") in self.on
            or ((row.get("is_public") or table in FACES) and "matter_id" in row and self.sees_public(row))
            or row.get("holder") in self.on
            or (table == "kernel_matter" and row["id"] in self.matters)
            or self._parents_are_ours(row)
        )

    def own(self, row: Row, column: str = "organisation_id") -> bool:
        """The act's organisation is the one in ``column``."""
        return self.ours is not None and row[column] == self.ours

    def self_(self, row: Row, column: str = "person_id", *, within: bool = False) -> bool:
        """The row is about whom the act is for, as far as a mandate reaches: always, or ``within`` its
        purposes."""
        return row[column] in self.mandated and (within or "everything" in self.purposes)

    def self_on_matter(self, row: Row, column: str = "person_id") -> bool:
        """The same for what hangs on a matter."""
        return self.self_(row, column, within=self.matter(row))

    def self_of_service(self, row: Row) -> bool:
        """The same for what names a service."""
        return self.self_(row, within=row["service"] in self.purposes)

    def matter(self, row: Row, column: str = "matter_id") -> bool:
        """The act is on the matter the row hangs on: that everybody sees a public one does not count."""
        return row[column] in self.on

    def sees_public(self, row: Row) -> bool:
        """The act sees the public matter whose face the row is part of."""
        matter = self.world.by_key("kernel_matter").get(row["matter_id"])
        return matter is not None and matter["visibility"] == "public" and matter["id"] in self.matters

    def own_unless_restricted(self, row: Row) -> bool:
        """Ours, and its matter not restricted to others."""
        return self.own(row) and (row["matter_id"] is None or self.matter(row))

    def public_face(self, row: Row) -> bool:
        """What everybody may see hangs on a public matter that the act sees."""
        found = self.world.by_key("kernel_matter")[row["matter_id"]]
        return found["visibility"] == "public" and self.sees("kernel_matter", found)

    def has_role(self, role: UUID) -> bool:
        """The act's own person has the role, or had it."""
        given = self.world.of("kernel_assignment")
        return any(row["role_id"] == role and row["person_id"] == self.act.person for row in given)

    def held_for_us(self, row: Row) -> bool:
        """The same for what may hang on no matter yet: whoever has a role for one service or one matter only
        has nothing to do with that."""
        return self.own(row) and (self.matter(row) if row["matter_id"] else self.is_unconfined)

    def card(self, row: Row) -> bool:
        """That there is a case is known to whoever works for its organisation or a team there, and to whoever
        has a role over it."""
        matter = self.world.by_key("kernel_matter")[row["matter_id"]]
        over = {"team_id": row["team_id"], "kind": row["type"], "id": matter["id"]}
        return self.own(row) and (self.is_unconfined or self.is_work(over))

    def parent(self, row: Row, table: str, column: str) -> bool:
        """The act may see the row it belongs to."""
        found = self.world.by_key(table).get(row[column])
        return found is not None and self.sees(table, found)

    def _sees_matter(self, row: Row) -> bool:
        """Everybody sees what is public, and whoever reported something what became of it."""
        is_open = row["published_at"] is not None and row["hidden_at"] is None
        return row["id"] in self.roles_on or (row["visibility"] == "public" and is_open)

    def _is_on(self, row: Row) -> bool:
        """Whether the act sees more of a matter than the face it shows to everybody: those whose work it is,
        whose own it is, whom it was shared with, and who takes part in it. Of what is public, to have
        reported it is not to take part."""
        roles = self.roles_on.get(row["id"], set())
        if row["visibility"] == "people":
            is_over = row["erased_at"] is not None and self.act.role is Role.SYSTEM
            return bool(roles) or (is_over and (self.everything or self.own(row)))
        if roles - ({"reporter"} if row["visibility"] == "public" else set()):
            return True
        mine = self.self_(row, within=row["kind"] in self.purposes)
        ours = self.own(row) and (self.is_work(row) or row["id"] in self.reasoned)
        return self.everything or ours or mine or row["id"] in self.granted

    def sees_who(self, participant: Row) -> bool:
        """Who is on a matter: colleagues whose work it is know it, and those on it each other, but of who
        reported something only those whose work it is."""
        matter = self.world.by_key("kernel_matter")[participant["matter_id"]]
        roles = self.roles_on.get(matter["id"], set())
        works = self.own(matter) and (self.is_work(matter, "matters.work") or roles & {"member", "moderator"})
        is_let = matter["visibility"] != "people" or roles
        return bool((roles - {"reporter"} and participant["role"] != "reporter") or (works and is_let))

    def is_work(self, matter: Row, permission: str = "matters.reach") -> bool:
        """A matter of the organisation is the work of one team; of everybody if it is no team's."""
        return self.is_program or any(
            _reaches(row, role, matter) for row, role in self.held if permission in role["permissions"]
        )

    def _sees_person(self, row: Row) -> bool:
        identity: UUID = row["id"]
        members = self.world.of("kernel_membership")
        return (
            self.everything
            or identity in self.selves
            or (self.own(row, "registered_by_id") and row["assurance"] == "guest")
            or any(member["person_id"] == identity and self.own(member) for member in members)
            or (self.ours is not None and identity in self.about)
            or (self.is_adviser and self._asked_us(identity))
        )

    def _asked_us(self, identity: UUID) -> bool:
        """Somebody with a matter of the organisation, whom its contact centre answers."""
        matters = self.world.of("kernel_matter")
        return any(
            row["person_id"] == identity and self.own(row) and row["visibility"] != "people"
            for row in matters
        )

    def _parents_are_ours(self, row: Row) -> bool:
        """The row belongs to something the act has to do with."""
        for column, table in PARENTS.items():
            found = self.world.by_key(table).get(row.get(column)) if table in self.world.rows else None
            if found is not None and (not self.is_stranger(table, found)):
                return True
        return False


def is_live(mandate: Row) -> bool:
    """Whether a mandate counts now."""
    return mandate["revoked_at"] is None and (mandate["until_at"] is None or mandate["until_at"] > NOW)


def own_grant(t: "Truth", r: Row) -> bool:
    """A person's own: also under a mandate for the service its matter is about, if that is not restricted."""
    matter = t.world.by_key("kernel_matter")[r["matter_id"]]
    mine = matter["person_id"] == r["person_id"] and matter["kind"] in t.purposes
    return t.self_(r, within=mine and (matter["visibility"] != "people" or matter["id"] in t.roles_on))


def _reaches(given: Row, role: Row, matter: Row) -> bool:
    """A role is given over all of an organisation's work, or a part: a team's, a service's, one matter. What
    is no team's in particular is done by whoever works for a team or for all; another team's only by whoever
    oversees all."""
    return {
        "organisation": matter["team_id"] is None or "matters.oversee" in role["permissions"],
        "team": matter["team_id"] in {None, given["team_id"]},
        "service": matter["kind"] == given["service"],
        "matter": matter["id"] == given["matter_id"],
    }[given["scope"]]


Rule = Callable[[Truth, Row], Any]


def nobody(t: Truth, row: Row) -> bool:
    """Moothall itself alone."""
    return t.everything


RULES: dict[str, Rule] = {
    "kernel_matter": lambda t, r: r["id"] in t.matters,
    "kernel_person": lambda t, r: r["id"] in t.people,
    "kernel_datakey": lambda t, r: (
        t.everything
        or (r["kind"] == "person" and (r["holder"] in t.people or r["holder"] in t.selves))
        or (r["kind"] == "organisation" and t.own(r, "holder"))
        or (r["kind"] == "matter" and t.matter(r, "holder"))
    ),
    "kernel_attribute": lambda t, r: (
        t.everything
        or (t.act.person is not None and r["person_id"] == t.act.person)
        or t.self_(r, within=r["told_for"] in t.purposes)
        or (t.own(r, "told_to_id") and r["person_id"] in t.people)
    ),
    "kernel_mandate": lambda t, r: t.everything or t.act.person in {r["principal_id"], r["agent_id"]},
    "kernel_role": lambda t, r: (
        t.everything or r["organisation_id"] is None or t.own(r) or t.has_role(r["id"])
    ),
    "kernel_assignment": lambda t, r: t.everything or t.own(r) or r["person_id"] == t.act.person,
    "kernel_membership": lambda t, r: t.everything or t.own(r) or r["person_id"] == t.act.person,
    "kernel_grant": lambda t, r: t.everything or t.own(r) or t.own(r, "granted_by_id") or own_grant(t, r),
    "kernel_reason": lambda t, r: t.everything or r["reader_id"] == t.act.person or own_grant(t, r),
    "kernel_participant": lambda t, r: (
        t.everything or (t.act.person and r["person_id"] == t.act.person) or t.sees_who(r)
    ),
    "kernel_program": lambda t, r: t.everything or t.own(r),
    "kernel_programtoken": lambda t, r: t.everything,
    "kernel_setting": lambda t, r: (
        t.everything or t.own(r) or (r["organisation_id"] is None and t.act.role is Role.OPERATOR)
    ),
    "kernel_connection": lambda t, r: (
        t.everything or (t.own(r) and (not r["is_for_place"] or t.act.role is Role.OPERATOR))
    ),
    "kernel_link": nobody,
    "kernel_delivery": lambda t, r: t.act.role is Role.SYSTEM,
    "kernel_parkedevent": lambda t, r: t.act.role in {Role.SYSTEM, Role.OPERATOR},
    "kernel_reader": lambda t, r: t.act.role is Role.SYSTEM,
    "kernel_due": lambda t, r: (
        t.everything or t.matter(r) or (t.act.role is Role.OPERATOR and r["parked_at"] is not None)
    ),
    "kernel_round": lambda t, r: t.act.role in {Role.SYSTEM, Role.OPERATOR},
    "kernel_idempotencykey": lambda t, r: (
        (r["actor_id"], r["actor_role"], r["organisation_id"]) == (t.act.person, t.act.role.value, t.ours)
    ),
    "kernel_auditentry": lambda t, r: (
        t.everything
        or t.self_on_matter(r, "subject_id")
        or (t.act.person is not None and r["actor_id"] == t.act.person)
        or t.own_unless_restricted(r)
    ),
    "kernel_event": lambda t, r: (
        t.everything
        or (r["audience"] == "public" and (r["matter_id"] is None or t.public_face(r)))
        or (t.matter(r) and (r["audience"] != "organisation" or t.own(r)))
        or (r["matter_id"] is None and (t.own(r) or t.self_(r)))
    ),
}

for _one in brought("truth"):
    PUBLIC |= getattr(_one, "PUBLIC", set())
    ANYBODY_WRITES |= getattr(_one, "ANYBODY_WRITES", set())
    FACES |= getattr(_one, "FACES", set())
    PARENTS |= getattr(_one, "PARENTS", {})
    RULES |= getattr(_one, "RULES", {})
