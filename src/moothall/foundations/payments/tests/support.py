"""A journey that costs something, and a worker that works when it is told to."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from moothall.adapters.embedded_pay import operations as bank
from moothall.adapters.embedded_pay import queries as bank_queries
from moothall.adapters.embedded_pay import tasks as bank_tasks
from moothall.adapters.embedded_pay.operations import Answer, Post
from moothall.adapters.embedded_pay.queries import ChargeShown
from moothall.foundations.payments import queries
from moothall.foundations.payments.models import Payment
from moothall.foundations.payments.steps import Pay, PaySettings
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.act import Act
from moothall.kernel.gate import reading
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.tests.support import staff_of
from moothall.services.steps import ChargeLine, StepContext

PAY = Pay()
SOFA = ChargeLine("Sofa", 2_000, "large-items")
REDUCTION = ChargeLine("Reduction", -500, "large-items")
OFFICER = frozenset({"payments.read", "payments.refund"})


class Words:
    """A pack that says nothing."""

    def __call__(self, key: str, **values: Any) -> str:
        return key

    def has(self, key: str) -> bool:
        return False


@dataclass(eq=False)
class Journey:
    """A journey of one person, as the engine drives it."""

    organisation: UUID
    person: UUID
    id: UUID = field(default_factory=clock.uuid7)
    charges: tuple[ChargeLine, ...] = (SOFA, REDUCTION)

    def act(self) -> Act:
        """The person, at this moment."""
        return acts.resident(self.person)

    def context(self) -> StepContext[PaySettings]:
        """What the engine tells the step."""
        return StepContext(
            journey=self.id, step="pay", settings=PaySettings(), words=Words(),
            organisation=self.organisation, service="large-items", person=self.person, answers={},
            at=clock.now(), charges=self.charges,
        )  # fmt: skip

    def leave(self) -> str | None:
        """On the way to pay: the provider's address."""
        return PAY.leave(self.act(), self.context(), charges=self.charges, back="http://127.0.0.1/back")

    def is_back(self) -> bool:
        """On the way back."""
        return PAY.has_returned(self.act(), self.context())

    def send(self, *, then: Callable[[], None] = lambda: None) -> UUID:
        """Send it: everything in one transaction, in which ``then`` may go wrong."""
        matter = matters.open_matter(
            self.act(), kind="large-items", organisation=self.organisation, person=self.person
        )
        act = self.act().about(matter)
        with reading(act):
            PAY.check_ready(act, self.context(), None)
            PAY.carry_out(act, replace(self.context(), matter=matter), None)
            then()
        return matter

    def release(self) -> None:
        """Give it up."""
        PAY.release(self.act(), self.context(), None)

    def payments(self) -> list[Payment]:
        """Its payments, oldest first."""
        with context.acting(acts.system()):
            return list(Payment.objects.filter(held_for=self.id).order_by("created_at", "id"))

    def officer(self) -> Act:
        """Somebody who may refund."""
        return staff_of(self.organisation, OFFICER)


def journey(
    *, organisation: UUID | None = None, charges: tuple[ChargeLine, ...] = (SOFA, REDUCTION)
) -> Journey:
    """A new journey of a new person."""
    name = f"o-{clock.uuid7().hex}"
    owner = organisation or organisations.add_organisation(
        acts.system(), slug=name, name="Council", kind="council"
    )
    person = people.register_person(acts.public(), personal={"name": "Ada Marsh"})
    return Journey(owner, person, charges=charges)


def charge_at(address: str) -> UUID:
    """The provider's id in the address of its page."""
    return UUID(address.rsplit("/", 1)[1])


def answer(address: str, what: Answer = Answer.APPROVE, post: Post = Post.NEVER) -> None:
    """What the person does on the provider's page."""
    going = bank.answer_charge(acts.system(), charge=charge_at(address), answer=what, post=post)
    if going.webhook is not None:
        bank_tasks.send(webhook=str(going.webhook))


def bank_says(payment: Payment) -> ChargeShown:
    """What the provider has in its own books."""
    found = bank_queries.charge(acts.system(), id=UUID(payment.provider_reference))
    assert found is not None
    return found


def waiting_jobs() -> list[tuple[int, str, dict[str, Any]]]:
    """Jobs of this place that nobody has done: id, task and arguments."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo'"
            " AND task_name ~ '^(payments|embedded_pay)\\.' ORDER BY id"
        )
        return [(number, name, json.loads(args)) for number, name, args in cursor.fetchall()]


def run_job(job: tuple[int, str, dict[str, Any]]) -> None:
    """Do one job; if it fails it stays to be done."""
    number, name, arguments = job
    app.tasks[name](**arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])


def forget_jobs() -> None:
    """Let no job of an earlier example be done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def work() -> None:
    """Do every job there is, and those that they make."""
    while jobs := waiting_jobs():
        for job in jobs:
            run_job(job)


def state(journey: Journey) -> list[str]:
    """The states of a journey's payments."""
    return [payment.state for payment in journey.payments()]


def books_agree(journey: Journey) -> bool:
    """Whether the ledger of the journey's organisation agrees with its payments."""
    return all(book.agree for book in queries.books(journey.officer()))
