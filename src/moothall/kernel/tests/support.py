"""A small place for kernel tests: two organisations and a few people, made through operations."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.roles import permissions_of


@dataclass(frozen=True, slots=True)
class Small:
    """Ids of what there is."""

    council: UUID
    charity: UUID
    resident: UUID
    neighbour: UUID
    officer: UUID
    adviser: UUID
    matter: UUID

    def as_resident(self) -> Act:
        """The resident, for themselves."""
        return acts.resident(self.resident)

    def as_neighbour(self) -> Act:
        """Another resident."""
        return acts.resident(self.neighbour)

    def as_officer(self) -> Act:
        """The council's manager."""
        return acts.staff(
            self.officer, organisation=self.council, permissions=permissions_of(["manager", "case_worker"])
        )

    def as_adviser(self) -> Act:
        """The charity's worker."""
        return acts.staff(
            self.adviser, organisation=self.charity, permissions=permissions_of(["manager", "case_worker"])
        )


def small_place() -> Small:
    """A council with one matter of a resident; a charity that has nothing to do with it."""
    system = acts.system()
    council = organisations.add_organisation(system, slug="council", name="Council", kind="council")
    charity = organisations.add_organisation(system, slug="charity", name="Charity", kind="charity")
    resident, neighbour, officer, adviser = (
        people.register_person(
            acts.public(), personal={"name": name, "email": f"{name.lower()}@wexcombe.example"}
        )
        for name in ("Ann", "Bob", "Cara", "Dev")
    )
    organisations.add_member(acts.system(), organisation=council, person=officer, roles=["manager"])
    organisations.add_member(acts.system(), organisation=charity, person=adviser, roles=["manager"])
    matter = matters.open_matter(
        acts.resident(resident), kind="bulky-waste", organisation=council, person=resident
    )
    return Small(council, charity, resident, neighbour, officer, adviser, matter)


def staff_of(organisation: UUID, permissions: Iterable[str]) -> Act:
    """An act with ``permissions`` by somebody new who manages the organisation: what they reach there the
    database reads from their roles."""
    who = people.register_person(acts.system(), personal={"name": "Olu Fenn"})
    organisations.add_member(acts.system(), organisation=organisation, person=who, roles=["manager"])
    return acts.staff(who, organisation=organisation, permissions=permissions)
