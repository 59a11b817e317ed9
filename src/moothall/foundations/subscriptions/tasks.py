"""Writing to those who follow something; and forgetting what is over."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, override
from procrastinate.contrib.django import app

from moothall.foundations.subscriptions import describe, operations, queries
from moothall.foundations.subscriptions.models import Notice, Subscription
from moothall.foundations.subscriptions.queries import ToTell, links
from moothall.kernel import act as acts
from moothall.kernel import backlogs, gate, sending
from moothall.kernel.act import Act
from moothall.kernel.doors.presence import staff_act
from moothall.kernel.every import every
from moothall.kernel.jobs import Lane, Patiently
from moothall.kernel.queries import people
from moothall.kernel.sending import MessageRequest


def _unsent(moment: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at=None, subscription__pace=Subscription.Pace.NOW)


backlogs.declare(
    backlogs.Rows(
        name="told", title=cast(str, gettext_lazy("Notices to write about")), rows=_unsent, since="at",
        task="subscriptions.tell", argument="notice",
    )
)  # fmt: skip


@app.task(name="subscriptions.ask", queue=Lane.SOON, retry=Patiently(tries=8))
def ask(subscription: str) -> None:
    """Ask in a message whether an address is its owner's."""
    act = acts.system()
    asked = queries.asked(act, subscription=UUID(subscription))
    if asked is None:
        return
    person, title = asked
    with _language_of(act, person):
        text = describe.asking(UUID(subscription), title)
    sending.send(act, MessageRequest(person, UUID(subscription), "confirm", text))


@app.task(name="subscriptions.tell", queue=Lane.SOON, retry=Patiently(tries=8))
def tell(notice: str) -> None:
    """Write to somebody about one thing that happened."""
    waiting = queries.waiting(acts.system(), notice=UUID(notice))
    if waiting is not None:
        _write(waiting)


@app.task(name="subscriptions.tell_day", queue=Lane.BULK, retry=Patiently(tries=8))
def tell_day(person: str) -> None:
    """Write to somebody about what happened since the last message, until nothing waits."""
    while (waiting := queries.waiting(acts.system(), person=UUID(person))) is not None:
        _write(waiting)


@every("06:40", title=gettext_lazy("Write to those who want one message a day"))
def write_digests(act: Act) -> None:
    """Have what happened since yesterday written about."""
    operations.have_digests(act)


@every("03:05", title=gettext_lazy("Forget old notices, and addresses that nobody confirmed"))
def forget(act: Act) -> None:
    """Take out what is kept no longer."""
    operations.forget(act)


def _write(waiting: ToTell) -> None:
    """Write about what the person may see at this moment, and note that all of it was dealt with."""
    act, reader = acts.system(), _reader(waiting)
    found = queries.to_write(reader, notices=list(waiting.notices)) if reader else ()
    with gate.together(act):
        if found:
            with _language_of(act, waiting.person):
                alone = describe.one(found[0], waiting)
                text = alone if len(found) == 1 else describe.several(found, waiting)
            ending = links.to(links.END, waiting.ending)
            request = MessageRequest(
                waiting.person, found[-1].event, "notice", text, waiting.organisation, unsubscribe=ending
            )
            sending.send(act, request)
        operations.mark_sent(act, notices=list(waiting.notices))


def _reader(waiting: ToTell) -> Act | None:
    """The act as which somebody reads: their own, or as staff of the organisation for which they follow."""
    if waiting.organisation is None:
        return acts.resident(waiting.person)
    return staff_act(waiting.person, waiting.organisation, "en")


def _language_of(act: Act, person: UUID) -> AbstractContextManager[None]:
    shown = people.person(act, id=person)
    return override(shown.language if shown else "en")
