"""What a timeline says of cases. A pack's own words (``timeline.cases.CaseOpened`` …) come before these."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.design.words import plain_date
from moothall.foundations.cases.events import (
    CaseAllocated,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    ClockPaused,
    ClockResumed,
    LinkAsked,
    MessageWritten,
    NoteAdded,
    StatusChanged,
)
from moothall.foundations.cases.forms import LIFTING
from moothall.foundations.cases.queries import queues, telling, types
from moothall.kernel.act import Act, Role
from moothall.kernel.events import (
    MatterErased,
    MatterHidden,
    MatterPublished,
    MatterRestricted,
    MatterShared,
    RestrictionLifted,
    SharingEnded,
)
from moothall.kernel.notices import IN_HANDS
from moothall.kernel.reactions import Happened
from moothall.kernel.stages import in_words
from moothall.kernel.telling import FORETELLERS, RECOUNTERS, Letter, Row, Section, Telling, tells, writes


@RECOUNTERS.each
def told(act: Act, matter: UUID) -> Iterable[Section]:
    """What the person told in a case."""
    for one in telling.told(act, case=matter):
        yield Section("", one.title, tuple(Row(label, value) for label, value in one.rows))


@FORETELLERS.each
def ending(act: Act, happened: Happened[Any]) -> Iterable[str]:
    """That a case ends with what is undone."""
    kind = types.ended_by(act, matter=happened.matter, fact=happened.event.event_name())
    if kind is not None:
        theirs = _("The case “%(service)s” ends with it.")
        yours = _("Your request “%(service)s” ends with it.")
        yield (theirs if act.role is Role.STAFF else yours) % {"service": kind.title}


@tells(CaseOpened)
def opened(act: Act, happened: Happened[CaseOpened]) -> Telling:
    """It began."""
    what = _("We got your request") if act.organisation is None else _("The case was opened")
    return Telling(what, values={"due_date": plain_date(happened.event.due_date)})


@tells(StatusChanged)
def moved_on(act: Act, happened: Happened[StatusChanged]) -> Telling:
    """It moved on; threads say it in the words of the status."""
    return Telling(in_words(happened.event.status), values={"status": happened.event.status})


@tells(CaseAllocated)
def allocated(act: Act, happened: Happened[CaseAllocated]) -> Telling:
    """It changed hands; only colleagues see this."""
    if happened.event.to is None:
        return Telling(_("Put back into the queue"))
    if happened.event.to == act.person:
        return Telling(_("Given to you"))
    return Telling(_("Given to a colleague"), values={"to": happened.event.to})


@tells(NoteAdded)
def noted(act: Act, happened: Happened[NoteAdded]) -> Telling:
    """A colleague wrote a note."""
    return Telling(_("Note"))


@tells(MessageWritten)
def written(act: Act, happened: Happened[MessageWritten]) -> Telling:
    """Somebody wrote to somebody; each reader is "you" to themselves."""
    is_residents = happened.event.side == "resident"
    if act.organisation is None:
        return Telling(_("You wrote to us") if is_residents else _("We wrote to you"))
    return Telling(_("The resident wrote") if is_residents else _("Message to the resident"))


@tells(ClockPaused)
def paused(act: Act, happened: Happened[ClockPaused]) -> Telling:
    """The clock stopped."""
    reason = in_words(happened.event.reason)
    return Telling(_("On hold"), reason, values={"reason": reason})


@tells(ClockResumed)
def resumed(act: Act, happened: Happened[ClockResumed]) -> Telling:
    """The clock runs again."""
    day = plain_date(happened.event.due_date)
    return Telling(_("Under way again"), _("Due by %(day)s.") % {"day": day}, values={"due_date": day})


@tells(CaseClosed)
def closed(act: Act, happened: Happened[CaseClosed]) -> Telling:
    """It ended."""
    day = plain_date(happened.event.retention_date)
    return Telling(
        _("Closed"), _("We keep this record until %(day)s.") % {"day": day}, values={"retention_date": day}
    )


@tells(CaseReopened)
def reopened(act: Act, happened: Happened[CaseReopened]) -> Telling:
    """It was taken up again."""
    return Telling(_("Opened again"))


@tells(MatterShared)
def shared(act: Act, happened: Happened[MatterShared]) -> Telling:
    """Another organisation may see it."""
    return Telling(_("Shared with another organisation"), in_words(happened.event.purpose))


@tells(SharingEnded)
def sharing_ended(act: Act, happened: Happened[SharingEnded]) -> Telling:
    """Another organisation may no longer see it."""
    return Telling(_("No longer shared with another organisation"))


@tells(MatterRestricted)
def restricted(act: Act, happened: Happened[MatterRestricted]) -> Telling:
    """Only the people named see it from here on."""
    return Telling(_("Restricted: only named people can see this case"))


@tells(RestrictionLifted)
def lifted(act: Act, happened: Happened[RestrictionLifted]) -> Telling:
    """Colleagues see it again."""
    return Telling(_("Open to colleagues again"), str(LIFTING[happened.event.reason]))


@tells(MatterPublished)
def published(act: Act, happened: Happened[MatterPublished]) -> Telling:
    """Everybody sees it."""
    return Telling(_("Published"))


@tells(MatterHidden)
def hidden(act: Act, happened: Happened[MatterHidden]) -> Telling:
    """Only who is on it still sees it."""
    return Telling(_("Hidden"))


@tells(MatterErased)
def erased(act: Act, happened: Happened[MatterErased]) -> Telling:
    """Its content is gone."""
    return Telling(_("What this case said has been erased"))


@writes(MessageWritten)
def answer(act: Act, happened: Happened[MessageWritten]) -> Letter | None:
    """Whoever is written to in their case hears of it; what was written stays in the case."""
    if happened.event.side != "staff" or happened.matter is None:
        return None
    return Letter(
        _("A message for you about “{service}”"),
        _(
            "Hello {name},\n\n{organisation} has written to you about “{service}”. Your reference is"
            " {reference}.\n\nRead the message and answer it here:\n\n{link}\n\n{signed}"
        ),
    )


@writes(StatusChanged)
def request(act: Act, happened: Happened[StatusChanged]) -> Letter | None:
    """Whoever has to do something before their case goes on hears what."""
    kind = types.of_matter(act, happened.matter)
    if kind is None or not kind.type.status(happened.event.status).asks_something:
        return None
    status = happened.event.status
    parts = (kind.stages.told(status), kind.stages.next(status))
    said = ". ".join(part.rstrip(".") for part in parts if part)
    return Letter(
        _("“{service}”: we need something from you"),
        _("Hello {name},\n\n%(said)s. Your reference is {reference}.\n\nGo on here:\n\n{link}\n\n{signed}")
        % {"said": said},
    )


@writes(LinkAsked)
def link_again(act: Act, happened: Happened[LinkAsked]) -> Letter:
    """Whoever lost the link to their request gets it again."""
    return Letter(
        _("The link to “{service}”"),
        _(
            "Hello {name},\n\nhere is the link to your request {reference}. It works for 30 days."
            "\n\n{link}\n\nIf you did not ask for it, you need do nothing.\n\n{signed}"
        ),
    )


@IN_HANDS.each
def open_cases(act: Act, person: UUID) -> Iterable[str]:
    """How many open cases a colleague has."""
    count = queues.open_with(act, person=person)
    if count:
        yield ngettext("%(num)s open case", "%(num)s open cases", count) % {"num": count}
