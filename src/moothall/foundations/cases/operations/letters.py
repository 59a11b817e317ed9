"""Writing in a case: notes for colleagues, messages between the person and those who serve them."""

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.cases.events import CaseMessageWritten, NoteAdded
from moothall.foundations.cases.models import Case, CaseMessage, Note
from moothall.foundations.cases.operations import rows
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act, Role
from moothall.kernel.gate import operation, publish
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotAllowed, Refused

LONGEST = 5_000
"""Characters in one note or message."""


@operation(allow=allow.staff("cases.work"), api="v1")
def add_note(act: Act, *, case: UUID, text: str) -> UUID:
    """Write a note for colleagues of the actor's organisation. Returns its id. Refused for an empty one."""
    row, writer = rows.writable(act, case), _writer(act)
    assert act.organisation is not None
    note = Note(
        id=clock.uuid7(act.at),
        case_id=case,
        organisation_id=act.organisation,
        person_id=row.person_id,
        written_by_id=writer,
        written_at=act.at,
        encrypted=_encrypted(row, {"text": _tidy(text, empty=_("Write the note"))}),
    )
    Note.objects.bulk_create([note])
    publish(NoteAdded(note=note.id), act, matter=case, person=row.person_id)
    return note.id


@operation(allow=allow.staff("messages.send") | allow.resident, api="v1")
def write_message(act: Act, *, case: UUID, text: str) -> UUID:
    """Write to the person as staff, or to the organisation as the person. Returns the message's id.

    A person's message waits for an answer until staff write one. Refused for an empty one.
    """
    row, writer = rows.writable(act, case), _writer(act)
    if row.person_id is None:
        raise Refused(_("This case is about nobody, so there is nobody to write to."))
    content = {"text": _tidy(text, empty=_("Write your message"))} | people.agent_of(act)
    side = CaseMessage.Side.RESIDENT if act.role is Role.RESIDENT else CaseMessage.Side.STAFF
    message = CaseMessage(
        id=clock.uuid7(act.at),
        case_id=case,
        organisation_id=act.organisation or row.organisation_id,
        person_id=row.person_id,
        side=side,
        written_by_id=writer,
        written_at=act.at,
        encrypted=_encrypted(row, content),
    )
    CaseMessage.objects.bulk_create([message])
    event = CaseMessageWritten(message=message.id, side=side.value)
    publish(event, act, matter=case, person=row.person_id, organisation=message.organisation_id)
    return message.id


def _writer(act: Act) -> UUID | None:
    """Who writes; nobody where a program does, which the audit names."""
    if act.person is None and act.program is None:
        raise NotAllowed(_("Only people and programs write notes and messages."))
    return act.person


def _tidy(text: str, *, empty: str) -> str:
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise Refused(empty, fields={"text": empty})
    if len(tidy) > LONGEST:
        words = _("Use %(most)s characters or fewer") % {"most": LONGEST}
        raise Refused(words, fields={"text": words})
    return tidy


def _encrypted(row: Case, content: dict[str, str]) -> bytes:
    try:
        return vault.encrypt(row.key_holder, content)
    except vault.Unreadable as erased:
        raise Refused(
            _("This person's details were erased, so nothing more can be kept about them.")
        ) from erased
