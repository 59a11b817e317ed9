"""What every part of the demo's story may ask about its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.lives import Resident
from moothall.kernel.roles import permissions_of
from moothall.site.demo import answers, content
from moothall.site.demo.invented import Invented
from moothall.site.demo.services import organisation_of

Packs = Mapping[tuple[str, str], UUID]

OFFICERS = {
    "bulky-waste": "denise-okafor",
    "assisted-bin-collection": "gareth-pugh",
    "council-tax-reduction": "tom-askew",
    "housing-register": "colm-brady",
    "blue-badge": "elin-vaughan",
}


@dataclass(frozen=True, slots=True)
class Wexcombe:
    """The demo place: its staff by slug, whom it invented, and the live versions of its services."""

    staff: Mapping[str, UUID]
    invented: Invented
    packs: Packs

    def said(self, name: str) -> Any:
        """What the file ``name`` of the place says."""
        return content.read(name)

    def invent(self, dice: Random, ward: str) -> Resident:
        """A resident of ``ward``."""
        return answers.invent(dice, ward)

    def has_invented(self, person: UUID | None) -> bool:
        """Whether ``person`` is the demo's own, and not a visitor who tries it out."""
        return person in self.invented

    def note_invented(self, person: UUID) -> None:
        """Note that ``person`` is the demo's own."""
        self.invented.add(person)

    def staff_for(self, service: str, organisation: UUID) -> Act | None:
        """An act of whoever works the cases of ``service``; ``None`` for organisations whose volunteers keep
        no cases here."""
        slug = OFFICERS.get(service) or _first_of(organisation)
        if not slug:
            return None
        permissions = permissions_of(("case_worker", "manager"))
        return acts.staff(self.staff[slug], organisation=organisation, permissions=permissions)

    def versions(self, service: str) -> Sequence[UUID]:
        """The live versions of ``service``, one for each organisation that offers it."""
        return [version for (name, _slug), version in sorted(self.packs.items()) if name == service]


def _first_of(organisation: UUID) -> str:
    for person in content.read("people")["staff"]:
        for membership in person["memberships"]:
            works = "cases.work" in permissions_of(membership["roles"])
            if works and organisation_of(membership["organisation"]) == organisation:
                return str(person["slug"])
    return ""
