"""A small place for the tests of cases: two organisations, their staff, two residents, one service."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from moothall.foundations.cases.operations import cases
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.roles import permissions_of
from moothall.services.operations import packs

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

CASE_TYPE: dict[str, Any] = {
    "team": "waste",
    "working_days": 5,
    "keep_days": 30,
    "pause_reasons": ["weather"],
    "statuses": [
        {"code": "received", "then": ["booked", "waiting-for-you", "cancelled"]},
        {"code": "booked", "then": ["collected", "waiting-for-you"], "within_days": 2},
        {"code": "waiting-for-you", "then": ["booked"], "pauses": True},
        {"code": "collected", "closes": True, "then": ["booked"]},
        {"code": "cancelled", "closes": True},
    ],
}
WORDS = {
    "en": {
        "service.title": "Large items collected",
        "service.lead": "We collect what is too large for a bin.",
        "items.title": "What should we take?",
        "receipt.title": "We have your request",
        "receipt.next": "We book a lorry for you",
        "case.status.cancelled.name": "Cancelled",
        "case.status.waiting-for-you.name": "Waiting for you",
        "case.status.waiting-for-you.next": "We need something from you",
        "case.status.received.name": "Received",
        "case.status.received.next": "We book a lorry for you",
        "case.status.booked.name": "Booked",
        "case.status.booked.told": "A crew is booked",
        "case.status.booked.next": "The crew comes between 7am and noon",
        "case.status.collected.name": "Collected",
        "case.pause.weather": "Too stormy for the lorry",
        "timeline.cases.CaseOpened": "You asked for a collection",
    },
    "cy": {"service.title": "Casglu eitemau mawr", "case.status.booked.name": "Wedi’i archebu"},
}
WORDS["cy"] = WORDS["en"] | WORDS["cy"]
"""A pack says everything in each of its languages."""
TOLD = [
    {
        "step": "items",
        "title": "What should we take?",
        "rows": [
            {"label": "Items", "value": "A wardrobe", "personal": False},
            {"label": "Address", "value": "4 Quay Steps, WX4 2PL", "personal": True},
        ],
    }
]


@dataclass(frozen=True, slots=True)
class Scene:
    """Ids of what there is, and everybody as they act."""

    council: UUID
    charity: UUID
    waste: UUID
    parks: UUID
    resident: UUID
    neighbour: UUID
    officer: UUID
    manager: UUID
    adviser: UUID
    pack: UUID

    def as_resident(self) -> Act:
        """The resident, for themselves."""
        return acts.resident(self.resident)

    def as_neighbour(self) -> Act:
        """Another resident."""
        return acts.resident(self.neighbour)

    def as_officer(self) -> Act:
        """The council's case worker."""
        return acts.staff(
            self.officer, organisation=self.council, permissions=permissions_of(["case_worker"])
        )

    def as_manager(self) -> Act:
        """The council's manager."""
        return acts.staff(self.manager, organisation=self.council, permissions=permissions_of(["manager"]))

    def as_adviser(self) -> Act:
        """The charity's manager."""
        return acts.staff(self.adviser, organisation=self.charity, permissions=permissions_of(["manager"]))

    def open_case(
        self,
        *,
        person: UUID | None = None,
        told: list[dict[str, Any]] | None = None,
        priority: str = "normal",
    ) -> UUID:
        """A case of the resident (or ``person``), opened by themselves."""
        whose = person or self.resident
        act = acts.resident(whose)
        matter = matters.open_matter(
            act, kind="bulky-waste", organisation=self.council, person=whose, pack=self.pack
        )
        return cases.open_case(act, matter=matter, told=TOLD if told is None else told, priority=priority)


def scene() -> Scene:
    """The small place, made through operations."""
    council = organisations.add_organisation(
        acts.system(), slug="council", name="Wexcombe Council", kind="council"
    )
    charity = organisations.add_organisation(acts.system(), slug="charity", name="Kettles On", kind="charity")
    waste, parks = (
        organisations.add_team(acts.system(), organisation=council, slug=name.lower(), name=name)
        for name in ("Waste", "Parks")
    )
    resident, neighbour, officer, manager, adviser = (
        person(name) for name in ("Ann Okafor", "Bob Lee", "Cara Pugh", "Mo Fell", "Dev Rao")
    )
    for who, where, roles in (
        (officer, council, ["case_worker"]), (manager, council, ["manager"]), (adviser, charity, ["manager"]),
    ):  # fmt: skip
        organisations.add_member(
            acts.system(),
            organisation=where,
            person=who,
            roles=roles,
            team=waste if where == council else None,
        )
    service = {
        "name": "bulky-waste",
        "organisation": "council",
        "languages": ["en", "cy"],
        "case": CASE_TYPE,
        "steps": [{"id": "items", "type": "questions.text"}],
    }
    content = service | {"words": WORDS}
    pack = packs.install_pack(acts.system(), organisation=council, name="bulky-waste", content=content)
    return Scene(council, charity, waste, parks, resident, neighbour, officer, manager, adviser, pack)


def person(name: str) -> UUID:
    """Somebody with a name, an email address and a telephone number."""
    email = f"{name.split()[0].lower()}@wexcombe.example"
    personal = {"name": name, "email": email, "telephone": "01632 960 123"}
    return people.register_person(acts.public(), personal=personal)
