"""A small scheme of two years in a live service, its owner, and some households."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from moothall.foundations.cases.tests.browsing import staff_browser
from moothall.foundations.cases.tests.support import person
from moothall.foundations.rules.operations import keep_population
from moothall.foundations.rules.operations.population import Stored
from moothall.foundations.rules.population.columns import ColumnType, column_of
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.operations import organisations
from moothall.kernel.roles import permissions_of
from moothall.services.operations import packs

SCHEME = """\
rules: Help with the bill
about: How much comes off the bill each week.
citation: Scheme of 2026, section 4 (invented)
version: "2026"
valid_from: 2026-04-01
inputs:
  Income: {type: whole number, ask: How much comes in each week?}
  Household: {values: [single, couple], ask: Who lives with you?}
  Carer: {type: yes or no, ask: Do you look after somebody?}
decisions:
  Counted:
    label: Income that counts
    choose: first
    result: number
    rules:
      - when: {Carer: yes}
        then: = max(0, Income - 40)
        because: You look after somebody, so £40 does not count.
    otherwise: = Income
  Reduction:
    label: Weekly reduction
    choose: first
    result: number
    rules:
      - when: {Household: single, Counted: "< 100"}
        then: 20
        because: You live alone and less than £100 counts.
      - when: {Household: couple, Counted: "< 150"}
        then: 25
        because: There are two of you and less than £150 counts.
      - when: {Counted: "< 200"}
        then: 5
        because: Less than £200 counts.
    otherwise: 0
tests:
  - name: on her own with little
    given: {Income: 80, Household: single, Carer: no}
    expect: {Reduction: 20}
"""
NEXT_YEAR = (
    SCHEME.replace("2026", "2027")
    .replace("< 100", "< 120")
    .replace("£100", "£120")
    .replace("then: 5", "then: 4")
)
WORDS = {
    "service.title": "Help with the bill",
    "service.lead": "Ask for something off your bill.",
    "receipt.title": "Sent",
    "receipt.next": "We will write to you.",
    "note.title": "What should we know?",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A service owner and the organisation."""

    person: UUID
    council: UUID

    def act(self) -> Act:
        """The owner at work."""
        return acts.staff(
            self.person, organisation=self.council, permissions=permissions_of(["service_owner"])
        )

    def browser(self) -> Client:
        """The owner's browser."""
        return staff_browser(self.person, self.council)

    def colleague(self, *roles: str) -> Client:
        """The browser of somebody else there."""
        other = person("Pat Dean")
        organisations.add_member(acts.system(), organisation=self.council, person=other, roles=list(roles))
        return staff_browser(other, self.council)

    def publish(
        self, files: dict[str, str], *steps: dict[str, Any], words: dict[str, str] | None = None
    ) -> UUID:
        """Publish the service with these files, further steps and their words."""
        content: dict[str, Any] = {
            "name": "help",
            "organisation": "council",
            "steps": [{"id": "note", "type": "questions.text"}, *steps],
            "words": {"en": WORDS | (words or {})},
            "files": files,
        }
        return packs.install_pack(acts.system(), organisation=self.council, name="help", content=content)


def owner() -> Owner:
    """An owner whose service has the scheme of two years."""
    council = organisations.add_organisation(
        acts.system(), slug="council", name="Wexcombe Council", kind="council"
    )
    who = person("Olu Fenn")
    organisations.add_member(acts.system(), organisation=council, person=who, roles=["service_owner"])
    found = Owner(who, council)
    found.publish({"rules/help.2026.yaml": SCHEME, "rules/help.2027.yaml": NEXT_YEAR})
    return found


def settle(count: int = 600) -> None:
    """Households of every kind, ``count`` of them, in wards of which one is very small."""
    numbers = range(count)
    columns = [
        column_of("Income", [60 + 7 * (n % 25) for n in numbers], ColumnType.WHOLE),
        column_of("Household", [("single", "couple")[n % 2] for n in numbers], ColumnType.TEXT),
        column_of(
            "Ward",
            ["Quay" if n < 4 else ("Harbour", "Fernhill", "Moor End")[n % 3] for n in numbers],
            ColumnType.TEXT,
        ),
    ]
    keep_population(
        acts.system(),
        name="households",
        title="Invented households",
        words="Nobody in here exists.",
        is_invented=True,
        columns=[Stored.of(column) for column in columns],
    )
