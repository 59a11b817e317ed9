"""Messages that were written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from moothall.foundations.messages import rules
from moothall.foundations.messages.models import Message
from moothall.kernel import allow, paging, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.queries import people

WAITS = (Message.State.BY_HAND, Message.State.FAILED)
"""What waits for somebody of the organisation."""


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message as its reader sees it; without words when its person was erased."""

    id: UUID
    channel: str
    state: str
    at: datetime
    subject: str
    body: str


@query(allow=allow.resident | allow.staff("cases.read"), reads="matter", api="v1")
def messages_of(act: Act, *, matter: UUID, cursor: str = "", limit: int = 100) -> Page[MessageShown]:
    """The messages of a matter, oldest first, a page at a time."""
    return paging.page(
        Message.objects.filter(matter_id=matter), _shown, by=("written_at", "id"), cursor=cursor, limit=limit
    )


def _shown(rows: list[Message]) -> Iterator[MessageShown]:
    contents = vault.decrypt_many([(row.person_id, row.encrypted) for row in rows])
    for row, content in zip(rows, contents, strict=True):
        yield MessageShown(
            row.id,
            row.channel,
            row.get_state_display(),
            row.sent_at or row.written_at,
            (content or {}).get("subject", ""),
            (content or {}).get("body", ""),
        )


@dataclass(frozen=True, slots=True)
class Passing:
    """A message that somebody has to pass on by hand, or that could not be sent, in a list that names
    nobody."""

    id: UUID
    channel: str
    written_at: datetime
    reference: str
    has_failed: bool


@dataclass(frozen=True, slots=True)
class ToPass:
    """One such message with whom it is for, where they are reached, and what it says; whether it
    ``has_failed``, and then whether the address was refused."""

    id: UUID
    channel: str
    is_done: bool
    has_failed: bool
    is_refused: bool
    written_at: datetime
    reference: str
    name: str
    to: str
    subject: str
    body: str
    person_id: UUID
    matter_id: UUID | None


@query(allow=allow.staff("messages.send"), api="v1")
def to_pass(act: Act, *, cursor: str = "", limit: int = 50) -> Page[Passing]:
    """What the act's organisation has to phone or post, and what could not be sent, longest waiting first, a
    page at a time."""
    rows = Message.objects.filter(organisation=act.organisation, state__in=WAITS, person__erased_at=None)
    return paging.page(
        rows.select_related("matter").defer("encrypted"),
        lambda found: map(_passing, found),
        by=("id",),
        cursor=cursor,
        limit=limit,
    )


def _passing(row: Message) -> Passing:
    reference = row.matter.reference if row.matter else ""
    return Passing(row.id, row.channel, row.written_at, reference, row.state == Message.State.FAILED)


@query(allow=allow.staff("messages.send"), reads=lambda found: [found] if found else [], api="v1")
def message_to_pass(act: Act, *, id: UUID) -> ToPass | None:
    """What has to be said to whom, if it is the act's organisation's to pass on."""
    theirs = Q(channel__in=rules.BY_HAND) | Q(state=Message.State.FAILED)
    rows = Message.objects.select_related("matter").filter(theirs)
    row = rows.filter(pk=id, organisation=act.organisation).first()
    if row is None:
        return None
    content = vault.decrypt_many([(row.person_id, row.encrypted)])[0] or {}
    person = people.person(act, id=row.person_id)
    return ToPass(
        id=row.id,
        channel=row.channel,
        is_done=row.state not in WAITS,
        has_failed=row.state == Message.State.FAILED,
        is_refused=rules.is_refused(row.attempts),
        written_at=row.written_at,
        reference=row.matter.reference if row.matter else "",
        name=person.name if person else "",
        to=str(content.get("to", "")),
        subject=str(content.get("subject", "")),
        body=str(content.get("body", "")),
        person_id=row.person_id,
        matter_id=row.matter_id,
    )
