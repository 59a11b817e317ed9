"""Who may see what, in plain Python, written from what the place promises ("people are seen only by those
whose work it is"; the numbered promises of docs/understand/access.md) and what each table is for; never from
the policies. Here is how acts stand to matters, people and what was granted; each capability says in its
``tests/truth.py`` (the kernel in its own) of its tables which are ``PUBLIC``, the ``RULES`` of the others,
which are ``FACES`` of public matters, by which columns rows belong to ``PARENTS``, and which
``ANYBODY_WRITES``. A table that nobody speaks of must show nothing to whoever has nothing to do with the row.
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
        self.services = {
            purpose
            for row in world.of("kernel_mandate")
            if (row["principal_id"], row["agent_id"]) == (act.subject, act.person) and is_live(row)
            for purpose in row["services"]
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
            if row["matter_id"] is not None and self._is_open(row)
        }
        self.granted_services = {
            (row["granted_by_id"], row["service"])
            for row in world.of("kernel_grant")
            if row["service"] and self._is_open(row)
        }
        self.on = {row["id"] for row in world.of("kernel_matter") if self._is_on(row)}
        self.matters = self.on | {row["id"] for row in world.of("kernel_matter") if self._sees_matter(row)}
        self.about = {
            row["person_id"]
            for row in world.of("kernel_matter")
            if row["id"] in self.matters and (row["visibility"] != "people" or row["id"] in self.roles_on)
        }
        self.open_about = {
            row["person_id"]
            for row in world.of("kernel_matter")
            if row["closed_at"] is None
            and row["id"] in self.matters
            and (row["visibility"] != "people" or row["id"] in self.roles_on)
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
        services."""
        return row[column] in self.mandated and (within or "everything" in self.services)

    def self_on_matter(self, row: Row, column: str = "person_id") -> bool:
        """The same for what hangs on a matter."""
        return self.self_(row, column, within=self.matter(row))

    def self_of_service(self, row: Row) -> bool:
        """The same for what names a service."""
        return self.self_(row, within=row["service"] in self.services)

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
        mine = self.self_(row, within=row["kind"] in self.services)
        ours = self.own(row) and (self.is_work(row) or row["id"] in self.reasoned)
        given = (row["organisation_id"], row["kind"]) in self.granted_services
        return self.everything or ours or mine or given or row["id"] in self.granted

    def _is_open(self, grant: Row) -> bool:
        """A grant opens something to its organisation, for its purposes, until its moment."""
        is_for_it = self.act.role is Role.SYSTEM or self.act.purpose in grant["purposes"]
        is_over = grant["revoked_at"] is not None or grant["until_at"] <= NOW
        return self.ours is not None and grant["organisation_id"] == self.ours and is_for_it and not is_over

    def reaches(self, identity: UUID) -> bool:
        """How to reach somebody is for themselves, and for an organisation while something of theirs is open
        there; and for those who work together."""
        members = self.world.of("kernel_membership")
        guest = self.world.by_key("kernel_person")[identity]
        return (
            self.everything
            or identity in self.selves
            or (self.own(guest, "registered_by_id") and guest["assurance"] == "guest")
            or any(one["person_id"] == identity and self.own(one) for one in members)
            or (self.ours is not None and identity in self.open_about)
            or (self.is_adviser and self._asked_us(identity, only_open=True))
        )

    def was_granted(self, identity: UUID, name: str | None = None) -> bool:
        """A live grant opens what somebody told under a name (or under any) to the organisation."""
        return any(
            row["person_id"] == identity and row["matter_id"] is None and self._is_open(row)
            and (name is None or name in row["attributes"])
            for row in self.world.of("kernel_grant")
        )  # fmt: skip

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

    def _asked_us(self, identity: UUID, *, only_open: bool = False) -> bool:
        """Somebody with a matter of the organisation, whom its contact centre answers."""
        return any(
            row["person_id"] == identity and self.own(row) and row["visibility"] != "people"
            and (row["closed_at"] is None or not only_open)
            for row in self.world.of("kernel_matter")
        )  # fmt: skip

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


RULES: dict[str, Rule] = {}

for _one in brought("truth"):
    PUBLIC |= getattr(_one, "PUBLIC", set())
    ANYBODY_WRITES |= getattr(_one, "ANYBODY_WRITES", set())
    FACES |= getattr(_one, "FACES", set())
    PARENTS |= getattr(_one, "PARENTS", {})
    RULES |= getattr(_one, "RULES", {})
