"""Writing what service packs want said when something happens, and what other capabilities ask for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import override

from moothall.foundations.messages import operations, rules
from moothall.kernel import navigation, readers, sending
from moothall.kernel.act import Act
from moothall.kernel.describing import MessageText, follows, message_about, values_of
from moothall.kernel.queries import matters, people
from moothall.kernel.queries.matters import MatterShown
from moothall.kernel.reactions import Envelope


@readers.reader("messages.write", batch=50)
def write_what_is_wanted(act: Act, events: Sequence[Envelope[Any]]) -> None:
    """Write the messages that packs have for what happened: the pack of the matter, or the one that the event
    names. Where the pack has none, what is written by default, if anything."""
    concerned = [one for one in events if _may_concern(one)]
    threads = {one.id: one for one in matters.matters(act, ids=[e.matter for e in concerned if e.matter])}
    for one in concerned:
        thread = threads.get(one.matter) if one.matter else None
        pack: UUID | None = thread.pack_id if thread else getattr(one.event, "pack", None)
        if one.person is not None and pack is not None:
            _write(act, one, one.person, pack, thread)


def _may_concern(envelope: Envelope[Any]) -> bool:
    has_pack = envelope.matter is not None or hasattr(envelope.event, "pack")
    name = envelope.event.event_name()
    return rules.may_be_told(name, has_person=envelope.person is not None, has_pack=has_pack)


def _write(act: Act, envelope: Envelope[Any], person: UUID, pack: UUID, thread: MatterShown | None) -> None:
    name, payload = envelope.event.event_name(), envelope.event.payload()
    wanted = operations.wanted(act, pack=pack, event=name, payload=payload)
    if not wanted and message_about(act, envelope) is None:
        return
    reader = people.person(act, id=person)
    if reader is None:
        return
    letter, values = _worded(act, envelope, reader.language, thread.reference if thread else "")
    its_page = navigation.matter(thread.id, for_staff=False) if thread else None
    leads_to = getattr(envelope.event, "leads_to", None) or its_page
    operations.say(
        act,
        cause=envelope.id,
        event=name,
        payload=payload,
        pack=pack,
        reader=reader,
        matter=envelope.matter,
        values=values,
        leads_to=leads_to,
        subject=letter.subject,
        body=letter.body,
    )


def _worded(
    act: Act, envelope: Envelope[Any], language: str, reference: str
) -> tuple[MessageText, dict[str, Any]]:
    """What is written by default (or nothing), and what fills the blanks of a message: what the event is
    about, and in ``{follows}`` what comes of it. All of it in the language of the reader."""
    with override(language):
        letter = message_about(act, envelope) or MessageText("", "")
        after = " ".join(follows(act, envelope))
        return letter, {"reference": reference, "follows": after, **values_of(act, envelope)}


@sending.SENDERS.each
def carry(act: Act, sending: sending.MessageRequest) -> None:
    """Write a letter that another capability has for somebody."""
    operations.write(
        act, person=sending.person, cause=sending.cause, template=sending.template,
        subject=sending.letter.subject, body=sending.letter.body, organisation=sending.organisation,
        unsubscribe=sending.unsubscribe,
    )  # fmt: skip
