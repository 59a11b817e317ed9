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
    CaseMessageWritten,
    CaseOpened,
    CaseReopened,
    ClockPaused,
    ClockResumed,
    LinkAsked,
    NoteAdded,
    StatusChanged,
)
from moothall.foundations.cases.forms import LIFTING
from moothall.foundations.cases.queries import answers, queues, types
from moothall.kernel.act import Act, Role
from moothall.kernel.describing import (
    ANSWERS,
    CONSEQUENCES,
    Description,
    MessageText,
    Row,
    Section,
    describes,
    worded,
    writes,
)
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
from moothall.kernel.reactions import Envelope
from moothall.kernel.stages import in_words


@ANSWERS.each
def told(act: Act, matter: UUID) -> Iterable[Section]:
    """What the person told in a case."""
    for one in answers.told(act, case=matter):
        yield Section("", one.title, tuple(Row(label, value) for label, value in one.rows))


@CONSEQUENCES.each
def ending(act: Act, envelope: Envelope[Any]) -> Iterable[str]:
    """That a case ends with what is undone."""
    kind = types.ended_by(act, matter=envelope.matter, event=envelope.event.event_name())
    if kind is not None:
        theirs = _("The case “%(service)s” ends with it.")
        yours = _("Your request “%(service)s” ends with it.")
        yield (theirs if act.role is Role.STAFF else yours) % {"service": kind.title}


@describes(CaseOpened)
def opened(act: Act, envelope: Envelope[CaseOpened]) -> Description:
    """It began."""
    what = _("We got your request") if act.organisation is None else _("The case was opened")
    return Description(what, values={"due_date": plain_date(envelope.event.due_date)})


@describes(StatusChanged)
def moved_on(act: Act, envelope: Envelope[StatusChanged]) -> Description:
    """It moved on; threads say it in the words of the status."""
    return Description(in_words(envelope.event.status), values={"status": envelope.event.status})


@describes(CaseAllocated)
def allocated(act: Act, envelope: Envelope[CaseAllocated]) -> Description:
    """It changed hands; only colleagues see this."""
    if envelope.event.to is None:
        return Description(_("Put back into the queue"))
    if envelope.event.to == act.person:
        return Description(_("Given to you"))
    return Description(_("Given to a colleague"), values={"to": envelope.event.to})


@describes(NoteAdded)
def noted(act: Act, envelope: Envelope[NoteAdded]) -> Description:
    """A colleague wrote a note."""
    return Description(_("Note"))


@describes(CaseMessageWritten)
def written(act: Act, envelope: Envelope[CaseMessageWritten]) -> Description:
    """Somebody wrote to somebody; each reader is "you" to themselves."""
    is_residents = envelope.event.side == "resident"
    if act.organisation is None:
        return Description(_("You wrote to us") if is_residents else _("We wrote to you"))
    return Description(_("The resident wrote") if is_residents else _("Message to the resident"))


@describes(ClockPaused)
def paused(act: Act, envelope: Envelope[ClockPaused]) -> Description:
    """The clock stopped."""
    reason = in_words(envelope.event.reason)
    return Description(_("On hold"), reason, values={"reason": reason})


@describes(ClockResumed)
def resumed(act: Act, envelope: Envelope[ClockResumed]) -> Description:
    """The clock runs again."""
    day = plain_date(envelope.event.due_date)
    return Description(_("Under way again"), _("Due by %(day)s.") % {"day": day}, values={"due_date": day})


@describes(CaseClosed)
def closed(act: Act, envelope: Envelope[CaseClosed]) -> Description:
    """It ended."""
    day = plain_date(envelope.event.retention_date)
    return Description(
        _("Closed"), _("We keep this record until %(day)s.") % {"day": day}, values={"retention_date": day}
    )


@describes(CaseReopened)
def reopened(act: Act, envelope: Envelope[CaseReopened]) -> Description:
    """It was taken up again."""
    return Description(_("Opened again"))


@describes(MatterShared)
def shared(act: Act, envelope: Envelope[MatterShared]) -> Description:
    """Another organisation may see it."""
    return Description(
        _("Shared with another organisation"), ", ".join(in_words(one) for one in envelope.event.purposes)
    )


@describes(SharingEnded)
def sharing_ended(act: Act, envelope: Envelope[SharingEnded]) -> Description:
    """Another organisation may no longer see it."""
    return Description(_("No longer shared with another organisation"))


@describes(MatterRestricted)
def restricted(act: Act, envelope: Envelope[MatterRestricted]) -> Description:
    """Only the people named see it from here on."""
    return Description(_("Restricted: only named people can see this case"))


@describes(RestrictionLifted)
def lifted(act: Act, envelope: Envelope[RestrictionLifted]) -> Description:
    """Colleagues see it again."""
    return Description(_("Open to colleagues again"), str(LIFTING[envelope.event.reason]))


@describes(MatterPublished)
def published(act: Act, envelope: Envelope[MatterPublished]) -> Description:
    """Everybody sees it."""
    return Description(_("Published"))


@describes(MatterHidden)
def hidden(act: Act, envelope: Envelope[MatterHidden]) -> Description:
    """Only who is on it still sees it."""
    return Description(_("Hidden"))


@describes(MatterErased)
def erased(act: Act, envelope: Envelope[MatterErased]) -> Description:
    """Its content is gone."""
    return Description(_("What this case said has been erased"))


@writes(CaseMessageWritten)
def answer(act: Act, envelope: Envelope[CaseMessageWritten]) -> MessageText | None:
    """Whoever is written to in their case hears of it; what was written stays in the case."""
    if envelope.event.side != "staff" or envelope.matter is None:
        return None
    return worded("cases.message", organisation=envelope.organisation)


@writes(StatusChanged)
def request(act: Act, envelope: Envelope[StatusChanged]) -> MessageText | None:
    """Whoever has to do something before their case goes on hears what."""
    kind = types.of_matter(act, envelope.matter)
    if kind is None or not kind.type.status(envelope.event.status).asks_something:
        return None
    status = envelope.event.status
    parts = (kind.stages.told(status), kind.stages.next(status))
    said = ". ".join(part.rstrip(".") for part in parts if part)
    return worded("cases.request", organisation=envelope.organisation, asked=said)


@writes(LinkAsked)
def link_again(act: Act, envelope: Envelope[LinkAsked]) -> MessageText:
    """Whoever lost the link to their request gets it again."""
    return worded("cases.link_again", organisation=envelope.organisation)


@IN_HANDS.each
def open_cases(act: Act, person: UUID) -> Iterable[str]:
    """How many open cases a colleague has."""
    count = queues.open_with(act, person=person)
    if count:
        yield ngettext("%(num)s open case", "%(num)s open cases", count) % {"num": count}
