"""Writing messages, and recording how sending them went."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from moothall.design import words as words_of
from moothall.foundations.messages import describe, rules
from moothall.foundations.messages.blocks import MessagesBlock, MessageSpec
from moothall.foundations.messages.events import (
    MessageFailed,
    MessageSent,
    MessageToPass,
    MessageWritten,
)
from moothall.foundations.messages.models import Message
from moothall.kernel import allow, clock, jobs, vault
from moothall.kernel.act import Act
from moothall.kernel.doors import codes
from moothall.kernel.event import Event
from moothall.kernel.gate import operation, publish
from moothall.kernel.operations import people as people_operations
from moothall.kernel.queries import organisations, people
from moothall.kernel.refusal import NotFound
from moothall.services import pack_cache
from moothall.services.words import PackWords

DEFAULT = "default"
"""What the words go by where a pack has none of its own."""


@operation(allow=allow.system | allow.staff("messages.send"), api="v1")
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
    unsubscribe: str = "",
) -> UUID | None:
    """Write a message to ``person``, to be sent after the commit. Its subject becomes one line.

    It goes by ``channel`` if it reaches them there, else by the way they asked for or the first there is; a
    phone call or a letter waits for somebody of ``organisation``. Returns its id; ``None`` when the same
    ``cause`` has already written it, the person was erased, or no organisation can see to it.
    """
    shown = people.person(act, id=person)
    if shown is None or shown.personal is None:
        return None
    way, address = rules.way_to(shown.personal, channel)
    is_by_hand = way in rules.BY_HAND
    if is_by_hand and organisation is None:
        return None
    row = Message(
        id=clock.uuid7(act.at),
        cause=cause,
        template=template,
        channel=way,
        person_id=person,
        organisation_id=organisation,
        matter_id=matter,
        encrypted=vault.encrypt(person, _content(address, subject, body, unsubscribe)),
        state=Message.State.BY_HAND if is_by_hand else Message.State.WAITING,
        written_at=act.at,
    )
    if Message.objects.filter(cause=cause, template=template, channel=way, person_id=person).exists():
        return None
    Message.objects.bulk_create([row])
    if not is_by_hand:
        jobs.have("messages.send", message=str(row.id))
    kind = MessageToPass if is_by_hand else MessageWritten
    _publish(act, row, kind(message=row.id, channel=way, template=template))
    return row.id


def _content(to: str, subject: str, body: str, unsubscribe: str) -> dict[str, str]:
    return {"to": to, "subject": " ".join(subject.split()), "body": body, "unsubscribe": unsubscribe}


def wanted(act: Act, *, pack: UUID, event: str, payload: Mapping[str, Any]) -> bool:
    """Whether the version ``pack`` has messages for the kind of event ``event`` with its ``payload``."""
    found = pack_cache.published(act, id=pack)
    return found is not None and bool(_specs(found, event, payload))


def _specs(found: pack_cache.PublishedPack, event: str, payload: Mapping[str, Any]) -> list[MessageSpec]:
    """The messages of a pack for a kind of event with its payload."""
    block = found.pack.block(MessagesBlock)
    return [message for message in block.root if message.is_about(event, payload)] if block else []


def say(
    act: Act,
    *,
    reader: people.PersonShown,
    cause: UUID,
    event: str,
    payload: dict[str, Any],
    pack: UUID,
    values: dict[str, Any],
    matter: UUID | None = None,
    leads_to: str | None = None,
    subject: str = "",
    body: str = "",
) -> int:
    """Write ``reader`` every message that the version ``pack`` has for the event ``cause`` of the kind
    ``event`` with its ``payload``; where it has none, the one of ``subject`` and ``body``, if they say
    anything.

    ``values`` fill in its words; ``leads_to`` is the path of the link ``{link}`` in them, which lets the
    reader in without signing in. Returns how many were written.
    """
    found = pack_cache.published(act, id=pack)
    if found is None or reader.personal is None:
        return 0
    specs = _specs(found, event, payload)
    words = found.words(reader.language)
    if not specs and body:
        specs = [MessageSpec(when=event, say=DEFAULT)]
        words = words.with_more({f"message.{DEFAULT}.subject": subject, f"message.{DEFAULT}.body": body})
    words = words.filled(**values)
    with override(reader.language):
        written = [_say(act, spec, words, reader, found, cause, leads_to, matter) for spec in specs]
    return sum(message is not None for message in written)


def _say(
    act: Act,
    spec: MessageSpec,
    words: PackWords,
    reader: people.PersonShown,
    found: pack_cache.PublishedPack,
    cause: UUID,
    leads_to: str | None,
    matter: UUID | None,
) -> UUID | None:
    """Write one message in its words: in full, or as a text message what it is about and the link."""
    way, _address = rules.way_to(reader.personal or {}, spec.by)
    common = values_for(act, reader, found, way, leads_to)
    said = words.filled(**common)
    name = f"message.{spec.say}"
    subject, body = said(f"{name}.subject") if said.has(f"{name}.subject") else "", said(f"{name}.body")
    if way == "sms" and spec.by != "sms":
        body = f"{found.organisation_name}: {subject}. {common['link']}"
    return write(
        act,
        person=reader.id,
        cause=cause,
        template=spec.say,
        subject=subject,
        body=body,
        channel=way,
        organisation=found.organisation,
        matter=matter,
    )


def values_for(
    act: Act, reader: people.PersonShown, found: pack_cache.PublishedPack, way: str, leads_to: str | None
) -> dict[str, str]:
    """What fills the blanks of every message: who it is to and from, whom to phone, and the way back. The
    link is for the reader alone: who is phoned or gets a letter is told what to say on the phone."""
    organisation = organisations.organisation(act, id=found.organisation)
    phone = words_of.phone(organisation.telephone) if organisation and organisation.telephone else ""
    signed = f"{found.organisation_name}, {phone}" if phone else found.organisation_name
    if leads_to and way not in rules.BY_HAND:
        link = _link(act, reader.id, leads_to)
    else:
        link = _("Phone %(phone)s and say your reference.") % {"phone": phone} if phone else ""
    return {"name": reader.name, "phone": phone, "signed": signed, "link": link}


@operation(allow=allow.system)
def send_code(act: Act, *, person: UUID, organisation: UUID) -> None:
    """Send ``person`` a code that shows who they are, by the way they chose; where that is by hand, somebody
    of ``organisation`` passes it on. Only whoever has to pass it on can read it."""
    reader = people.person(act, id=person)
    if reader is None or reader.personal is None:
        return
    way, _address = rules.way_to(reader.personal)
    is_by_hand = way in rules.BY_HAND
    code = codes.make(person, seconds=rules.code_lasts(way))
    with override(reader.language):
        letter = describe.code_letter(code, name=reader.name, way=way)
    write(
        act, person=person, cause=clock.uuid7(act.at), template="code", subject=letter.subject,
        body=letter.body, channel=way, organisation=organisation if is_by_hand else None,
    )  # fmt: skip


@operation(allow=allow.staff("messages.send"), api="v1")
def note_passed(act: Act, *, message: UUID) -> None:
    """Note that somebody has phoned the person, or posted the letter, instead of a message that could not be
    sent too. Doing it twice changes nothing."""
    row = _own(act, message)
    way = row.channel if row.channel in rules.BY_HAND else "phone"
    waits = Message.objects.filter(pk=message, state__in=(Message.State.BY_HAND, Message.State.FAILED))
    if waits.update(state=Message.State.SENT, sent_at=act.at):
        _publish(act, row, MessageSent(message=row.id, channel=way, template=row.template))


@operation(allow=allow.staff("messages.send"), api="v1")
def send_again(act: Act, *, message: UUID) -> None:
    """Have a message that could not be sent tried anew, as often as at first. Doing it twice changes
    nothing."""
    _own(act, message)
    failed = Message.objects.filter(pk=message, state=Message.State.FAILED)
    if failed.update(state=Message.State.WAITING, attempts=0):
        jobs.have("messages.send", message=str(message))


def _own(act: Act, message: UUID) -> Message:
    row = Message.objects.filter(pk=message, organisation=act.organisation).first()
    if row is None:
        raise NotFound(_("We could not find that message."))
    return row


def _link(act: Act, person: UUID, leads_to: str) -> str:
    """An address that lets ``person`` back in, at ``leads_to``."""
    secret = people_operations.make_link(act, person=person, leads_to=leads_to)
    return settings.BASE_URL + reverse("kernel:follow_link", args=[secret])


@dataclass(frozen=True, slots=True)
class ToSend:
    """A message that waits: what to hand to the post."""

    id: UUID
    channel: str
    attempts: int
    to: str
    subject: str
    body: str
    organisation: UUID | None
    unsubscribe: str = ""


@operation(allow=allow.system)
def begin_sending(act: Act, *, message: UUID) -> ToSend | None:
    """Count one more try for ``message`` and say what to send; ``None`` when it was sent or given up already,
    or its person was erased. Raises ``NotFound`` when there is no such message: it may yet be there."""
    row = Message.objects.select_for_update().filter(pk=message).first()
    if row is None:
        raise NotFound("There is no such message.")
    if row.state != Message.State.WAITING:
        return None
    content = vault.decrypt_many([(row.person_id, row.encrypted)])[0]
    if content is None:
        Message.objects.filter(pk=message).update(state=Message.State.FAILED)
        return None
    Message.objects.filter(pk=message).update(attempts=row.attempts + 1)
    return ToSend(
        row.id, row.channel, row.attempts + 1, content["to"], content["subject"], content["body"],
        row.organisation_id, content.get("unsubscribe", ""),
    )  # fmt: skip


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


def _publish(act: Act, row: Message, event: Event) -> None:
    publish(event, act, person=row.person_id, organisation=row.organisation_id, matter=row.matter_id)
