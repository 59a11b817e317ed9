"""What is done at the provider after a commit, and by the clock what a crash left undone."""

import logging
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from moothall.foundations.payments import operations, queries
from moothall.foundations.payments.adapters import dealings
from moothall.foundations.payments.adapters.base import Unreachable
from moothall.kernel import act as acts

log = logging.getLogger(__name__)

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3, retry_exceptions={Unreachable})
"""After 3, 9, 27 … seconds, up to about two hours; then the clock looks after it."""


@app.task(name="payments.capture", queue="payments", retry=AGAIN)
def capture(about: str) -> None:
    """Take a payment whose journey was sent."""
    dealings.capture(UUID(about))


@app.task(name="payments.let_go", queue="payments", retry=AGAIN)
def let_go(about: str) -> None:
    """Let a payment go that was given up."""
    dealings.let_go(UUID(about))


@app.task(name="payments.give_back", queue="payments", retry=AGAIN)
def give_back(about: str) -> None:
    """Give back what staff asked for."""
    dealings.give_back(UUID(about))


@app.task(name="payments.follow", queue="payments", retry=AGAIN)
def follow(about: str) -> None:
    """Ask about the payment that a message spoke of."""
    dealings.follow(UUID(about))


@app.periodic(cron="*/5 * * * *")
@app.task(name="payments.look_after", queue="clock", queueing_lock="payments.look_after")
def look_after(timestamp: int) -> None:
    """Do what should have been done by now. A provider that is away is left for the next time."""
    care = queries.waiting_for_care(acts.system())
    for payment in care.give_up:
        operations.give_up(acts.system(), payment=payment)
    try:
        for payment in [*care.capture, *care.let_go]:
            dealings.look_up(payment)
            dealings.capture(payment)
            dealings.let_go(payment)
        for refund in care.give_back:
            dealings.give_back(refund)
        for notice in care.follow:
            dealings.follow(notice)
    except Unreachable:
        log.warning("a payment provider does not answer; trying again in five minutes")
