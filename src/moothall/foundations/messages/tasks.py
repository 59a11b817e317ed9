"""Handing messages to the post, outside any transaction."""

from uuid import UUID

from procrastinate.contrib.django import app

from moothall.foundations.messages import operations, rules
from moothall.foundations.messages.adapters.base import CannotSend, Letter, post_for
from moothall.kernel import act as acts
from moothall.kernel import clock, places


@app.task(name="messages.send", queue="post")
def send(message: str) -> None:
    """Send one message; when the post does not take it, try again later."""
    waiting = operations.begin_sending(acts.system(), message=UUID(message))
    if waiting is None:
        return
    letter = Letter(message, waiting.to, waiting.subject, waiting.body, sender())
    try:
        receipt = post_for(waiting.channel).send(letter)
    except CannotSend as failure:
        if operations.record_failure(acts.system(), message=waiting.id, for_good=failure.for_good):
            later = clock.now() + rules.wait_before(waiting.attempts)
            send.configure(schedule_at=later).defer(message=message)
        return
    operations.record_sent(acts.system(), message=waiting.id, receipt=receipt)


def sender() -> str:
    """Whom messages come from: the place's own address."""
    place = places.place()
    address = place.contact.get("email") or f"no-reply@{place.slug}.example"
    return f"{place.name} <{address}>"
