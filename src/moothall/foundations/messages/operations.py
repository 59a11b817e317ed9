"""Writing messages, and recording how sending them went."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from moothall.foundations.messages import rules
from moothall.foundations.messages.events import MessageFailed, MessageSent, MessageWritten
from moothall.foundations.messages.models import Message
from moothall.kernel import allow, clock, jobs, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.operations import people as people_operations
from moothall.kernel.packs import shelf
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotFound

CHANNEL_OF = {"email": "email", "sms": "telephone"}
"""Which thing a person told is the address on a channel."""


@operation(allow=allow.system | allow.staff("messages.send"))
def write(
    act: Act,
    *,
    person: UUID,
    cause: UUID,
    template: str,
    subject: str,
    body: str,
    channel: str = "email",
    organisation: UUID | None = None,
    matter: UUID | None = None,
) -> UUID | None:
    """Write a message to ``person``, to be sent after the commit. Its subject becomes one line.

    Returns its id; ``None`` when the person gave no address on that channel, or the same ``cause`` has
    already written it.
    """
    shown = people.person(act, id=person)
    address = (shown.personal or {}).get(CHANNEL_OF[channel]) if shown else None
    if not address:
        return None
    row = Message(
        id=clock.uuid7(act.at),
        cause=cause,
        template=template,
        channel=channel,
        person_id=person,
        organisation_id=organisation,
        matter_id=matter,
        sealed=vault.seal(person, {"to": address, "subject": " ".join(subject.split()), "body": body}),
        written_at=act.at,
    )
    if Message.objects.filter(cause=cause, template=template, channel=channel, person_id=person).exists():
        return None
    Message.objects.bulk_create([row])
    jobs.have("messages.send", message=str(row.id))
    publish(
        MessageWritten(message=row.id, channel=channel, template=template),
        act,
        person=person,
        organisation=organisation,
        matter=matter,
    )
    return row.id


@operation(allow=allow.system)
def say(
    act: Act,
    *,
    fact: UUID,
    event: str,
    payload: dict[str, Any],
    pack: UUID,
    values: dict[str, Any],
    leads_to: str | None = None,
) -> int:
    """Write every message that the version ``pack`` has for the fact ``fact`` of the kind ``event`` with its
    ``payload``.

    ``values`` fill in its words; ``leads_to`` is the path of the link ``{link}`` in them, which lets the
    reader in without signing in. Returns how many were written.
    """
    found = shelf.published(act, id=pack)
    if found is None or act.subject is None:
        return 0
    wanted = [message for message in found.pack.messages if message.is_about(event, payload)]
    if not wanted:
        return 0
    reader = people.person(act, id=act.subject)
    if reader is None or reader.personal is None:
        return 0
    link = _link(act, reader.id, leads_to) if leads_to else ""
    words = found.words(reader.language).filled(**values, name=reader.name, link=link)
    written = [
        write(
            act,
            person=reader.id,
            cause=fact,
            template=message.say,
            subject=words(f"message.{message.say}.subject"),
            body=words(f"message.{message.say}.body"),
            channel=message.by,
            organisation=found.organisation,
            matter=act.matter,
        )
        for message in wanted
    ]
    return sum(message is not None for message in written)


def _link(act: Act, person: UUID, leads_to: str) -> str:
    """An address that lets ``person`` back in, at ``leads_to``."""
    secret = people_operations.make_link(act, person=person, leads_to=leads_to)
    return f"{settings.BASE_URL}/in/{secret}/"


@dataclass(frozen=True, slots=True)
class ToSend:
    """A message that waits: what to hand to the post."""

    id: UUID
    channel: str
    attempts: int
    to: str
    subject: str
    body: str


@operation(allow=allow.system)
def begin_sending(act: Act, *, message: UUID) -> ToSend | None:
    """Count one more try for ``message`` and say what to send; ``None`` when it was sent or given up already,
    or its person was erased. Raises ``NotFound`` when there is no such message: it may yet be there."""
    row = Message.objects.select_for_update().filter(pk=message).first()
    if row is None:
        raise NotFound("There is no such message.")
    if row.state != Message.State.WAITING:
        return None
    content = vault.unseal_many([(row.person_id, row.sealed)])[0]
    if content is None:
        Message.objects.filter(pk=message).update(state=Message.State.FAILED)
        return None
    Message.objects.filter(pk=message).update(attempts=row.attempts + 1)
    return ToSend(row.id, row.channel, row.attempts + 1, content["to"], content["subject"], content["body"])


@operation(allow=allow.system)
def record_sent(act: Act, *, message: UUID, receipt: str) -> None:
    """Record that the post took ``message``. Recording it twice changes nothing."""
    row = Message.objects.get(pk=message)
    changed = Message.objects.filter(pk=message, state=Message.State.WAITING).update(
        state=Message.State.SENT, sent_at=act.at, receipt=receipt[:100]
    )
    if changed:
        _publish(act, row, MessageSent(message=row.id, channel=row.channel, template=row.template))


@operation(allow=allow.system)
def record_failure(act: Act, *, message: UUID, for_good: bool) -> bool:
    """Record that a try failed, and have it tried again later unless it was tried often enough; returns
    whether it will be."""
    row = Message.objects.get(pk=message)
    if not rules.is_given_up(row.attempts, for_good=for_good):
        jobs.have("messages.send", at=act.at + rules.wait_before(row.attempts), message=str(message))
        return True
    if Message.objects.filter(pk=message, state=Message.State.WAITING).update(state=Message.State.FAILED):
        _publish(act, row, MessageFailed(message=row.id, channel=row.channel, template=row.template))
    return False


def _publish(act: Act, row: Message, event: MessageSent | MessageFailed) -> None:
    publish(event, act, person=row.person_id, organisation=row.organisation_id, matter=row.matter_id)
