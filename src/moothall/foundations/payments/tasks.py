"""What is done at the provider after a commit, and by the clock what a crash left undone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from moothall.foundations.payments import operations, queries
from moothall.foundations.payments.adapters import gateway
from moothall.foundations.payments.models import Notice, Payment, Refund
from moothall.kernel import jobs
from moothall.kernel.act import Act
from moothall.kernel.backlogs import Rows, declare
from moothall.kernel.every import every
from moothall.kernel.jobs import Lane, Patiently

AGAIN = Patiently(tries=12)
"""After 2, 4, 8 … seconds, for more than an hour; then the sweeper looks after it."""


def _under_way() -> QuerySet[Payment]:
    return Payment.objects.filter(state__in=(Payment.State.CREATED, Payment.State.AUTHORISED))


def _backlog(name: str, title: str, task: str, since: str, rows: Callable[[datetime], QuerySet[Any]]) -> None:
    declare(Rows(name=name, title=title, rows=rows, since=since, task=task, has_lock=True))


_backlog(
    "captures", cast(str, _("Payments to take")), "payments.capture", "settled_at",
    lambda moment: _under_way().exclude(settled_at=None),
)  # fmt: skip
_backlog(
    "cancellations", cast(str, _("Payments to let go")), "payments.void", "released_at",
    lambda moment: _under_way().exclude(released_at=None),
)  # fmt: skip
_backlog(
    "refunds", cast(str, _("Refunds to make")), "payments.refund", "asked_at",
    lambda moment: Refund.objects.filter(state=Refund.State.ASKED),
)  # fmt: skip
_backlog(
    "notices", cast(str, _("News from payment providers to follow")), "payments.follow", "received_at",
    lambda moment: Notice.objects.filter(followed_at=None),
)  # fmt: skip


@app.task(name="payments.capture", queue=Lane.NOW, retry=AGAIN)
def capture(about: str) -> None:
    """Take a payment whose journey was sent, unless the provider knows better how it stands."""
    gateway.look_up(UUID(about))
    gateway.capture(UUID(about))


@app.task(name="payments.void", queue=Lane.NOW, retry=AGAIN)
def void(about: str) -> None:
    """Let a payment go that was given up, unless the provider knows better how it stands."""
    gateway.look_up(UUID(about))
    gateway.void(UUID(about))


@app.task(name="payments.refund", queue=Lane.NOW, retry=AGAIN)
def refund(about: str) -> None:
    """Give back what staff asked for."""
    gateway.refund(UUID(about))


@app.task(name="payments.follow", queue=Lane.NOW, retry=AGAIN)
def follow(about: str) -> None:
    """Ask about the payment that a message spoke of."""
    gateway.follow(UUID(about))


@every("5m", title=_("Give up payments for what nobody sent"))
def give_up(act: Act) -> None:
    """Give up the payments whose journeys nobody sent in a day."""
    jobs.for_each(queries.unsent(act), lambda payment: operations.give_up(act, payment=payment))
