"""Cases in the shape that pages draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup, escape

from moothall.design import drawing, words
from moothall.foundations.cases.queries import colleagues, types
from moothall.foundations.cases.queries.cards import Advice, Card
from moothall.foundations.cases.queries.cases import CaseShown
from moothall.foundations.cases.queries.queues import QueueLine
from moothall.foundations.cases.queries.types import Source, WordedType
from moothall.foundations.cases.rules.casetypes import NORMAL
from moothall.kernel.act import Act
from moothall.kernel.places import local_date
from moothall.kernel.queries import organisations
from moothall.kernel.queries.due import Coming
from moothall.kernel.queries.organisations import TeamShown

COLUMNS = (lazy("Reference"), lazy("Service"), lazy("Status"), lazy("Due"), lazy("Team"), lazy("With"))
"""The headings of a queue."""
LINK = '<a class="govuk-link" href="%s%s/">%s</a>'


@dataclass(frozen=True, slots=True)
class Item:
    """One dot of a thread. ``text`` is what somebody wrote; ``picture`` the address of a small picture."""

    what: str
    when: str = ""
    more: str = ""
    by: str = ""
    text: str | None = None
    is_gone: bool = False
    href: str = ""
    picture: str = ""
    state: str = "done"
    is_note: bool = False


def thread(case: CaseShown, *, today: date, me: UUID | None = None, is_persons: bool = False) -> list[Item]:
    """What happened, oldest first, and last what comes next: what the person reads, if it is theirs; for who
    works the case, where it stands and what the person was told."""
    items = [
        Item(
            what=entry.what,
            when=words.moment(entry.at),
            more=_("Written by %(name)s for %(person)s") % {"name": entry.by, "person": case.person_name}
            if entry.by
            else entry.more,
            by=case.names.get(entry.actor, "") if entry.actor and entry.actor != me else "",
            text=entry.text,
            is_gone=bool(entry.writing) and entry.text is None and case.erased_at is not None,
            href=entry.href,
            picture=str(entry.values.get("picture", "")),
            is_note=entry.writing == "note",
        )
        for entry in case.thread
    ]
    return items if case.closed_at is not None else [*items, _next(case, today, is_persons=is_persons)]


def _next(case: CaseShown, today: date, *, is_persons: bool) -> Item:
    said = _said_next(case, today)
    if is_persons:
        what, more = said or case.kind.status(case.status), ""
    else:
        what = case.kind.status(case.status)
        more = _("The resident reads: “%(words)s”") % {"words": said} if said else ""
    when, late, state = _when(case, today, is_persons=is_persons)
    return Item(what, when=when, more=" ".join(part for part in (late, more) if part), state=state)


def _said_next(case: CaseShown, today: date) -> str:
    """What the person is told comes next."""
    if case.kind.type.status(case.status).is_possible(case.happened, today):
        return case.kind.stages.next(case.status)
    return _("We look at what comes next.")


def _when(case: CaseShown, today: date, *, is_persons: bool) -> tuple[str, str, str]:
    """By when the next thing happens, what to say if it does not, and the state of its dot."""
    if case.paused_at is not None:
        reason = case.kind.stages.reason(case.pause_reason)
        return "", _("On hold: %(reason)s. The clock is stopped.") % {"reason": reason}, "next"
    day = case.next_date
    if day is None:
        return "", "", "next"
    values = {"day": words.long_date(day)}
    if day < today:
        sorry = _("This should have happened by %(day)s. We are sorry it is late.")
        return "", (sorry if is_persons else _("This was due by %(day)s.")) % values, "stopped"
    return (_("on %(day)s") if day == case.day else _("by %(day)s")) % values, "", "next"


def answers(case: CaseShown) -> list[dict[str, Any]]:
    """What was told and decided as one list, each question once: several answers to it under each other."""
    rows: list[tuple[str, list[str]]] = []
    for section in case.told:
        for label, value in section.rows:
            if not rows or rows[-1][0] != label:
                rows.append((label, []))
            rows[-1][1].append(value)
    return [{"key": key, "value": Markup("<br>").join(values)} for key, values in rows]


def standing_tag(case: CaseShown | QueueLine | Card, kind: WordedType, today: date) -> Markup:
    """The status of a case as a tag."""
    tone = "good" if case.closed_at else "careful" if case.paused_at else "info"
    return drawing.part("tag", kind.status(case.status), tone)


def rows_of(
    act: Act, lines: Sequence[QueueLine], teams: Sequence[TeamShown] | None = None
) -> list[list[object]]:
    """Cases of the act's organisation, or shared with it, as rows of a table."""
    if not lines:
        return []
    own = organisations.teams(act, organisation=act.own_organisation) if teams is None else teams
    return queue_rows(
        lines,
        kinds=types.kinds(act, sources={line.source for line in lines}),
        teams={team.id: team.name for team in own},
        names={id: colleague.name for id, colleague in colleagues.colleagues(act).items()},
        today=local_date(act.at),
    )


def queue_rows(
    lines: Iterable[QueueLine],
    *,
    kinds: Mapping[Source, WordedType],
    teams: Mapping[UUID, str],
    names: Mapping[UUID, str],
    today: date,
) -> list[list[object]]:
    """Cases as rows of a table. What rows have in common is drawn once, because there may be a hundred."""
    here = reverse("cases:queue")
    standing, due = cache(partial(_standing, kinds)), cache(partial(_due, today))
    service = cache(partial(_service, kinds))
    no_team, nobody, somebody = _("No team"), _("Nobody yet"), _("Somebody")
    return [
        [
            Markup(LINK % (here, line.id, escape(line.reference))),  # noqa: S704 (the reference is escaped)
            service(line.source, line.priority),
            standing(line.source, line.status, line.resident_wrote_at is not None),
            due(line.due_date, line.closed_at and local_date(line.closed_at), line.paused_at is not None),
            teams.get(line.team, "") if line.team else no_team,
            _with(line, names, nobody, somebody),
        ]
        for line in lines
    ]


def _with(line: QueueLine, names: Mapping[UUID, str], nobody: str, somebody: str) -> str:
    """In whose hands a case is, which only its own team is told."""
    if line.due_date is None:
        return "–"
    return names.get(line.assigned_to, somebody) if line.assigned_to else nobody


def _service(kinds: Mapping[Source, WordedType], source: Source, priority: int) -> Any:
    kind = kinds[source]
    return _with_chip(kind.title, kind.priority(priority), "bad") if priority < NORMAL else kind.title


def _standing(kinds: Mapping[Source, WordedType], source: Source, status: str, is_waiting: bool) -> Any:
    name = kinds[source].status(status)
    return _with_chip(name, _("Waits for an answer"), "careful") if is_waiting else name


def _due(today: date, due: date | None, closed: date | None, is_paused: bool) -> Any:
    if due is None:
        return "–"
    if closed is not None:
        return _("Closed %(day)s") % {"day": words.short_date(closed)}
    if is_paused:
        return _("On hold")
    day = words.short_date(due)
    return _with_chip(day, _("Late"), "bad") if due < today else day


def _with_chip(text: str, chip: str, tone: str) -> Markup:
    return Markup("{} {}").format(text, drawing.part("chip", chip, tone))


def facts(case: CaseShown, coming: Sequence[Coming]) -> list[dict[str, Any]]:
    """What staff need to know at a glance, as rows of a summary."""
    due = _("On hold") if case.paused_at else words.plain_date(case.due_date)
    rows = [
        *_whom_or_what(case),
        *_contact_of(case),
        (_("Asked for"), words.moment(case.opened_at)),
        (_("Due"), _("Closed %(when)s") % {"when": words.moment(case.closed_at)} if case.closed_at else due),
        (_("Priority"), case.kind.priority(case.priority)),
        (_("Team"), case.team_name or _("No team")),
        (_("With"), case.names.get(case.assigned_to, _("Somebody")) if case.assigned_to else _("Nobody yet")),
    ]
    rows.extend((one.what, words.plain_date(one.moment)) for one in coming)
    return [{"key": key, "value": value} for key, value in rows]


def _whom_or_what(case: CaseShown) -> Iterable[tuple[str, str]]:
    if case.person is not None:
        yield _("For"), case.person_name or _("Somebody whose details were erased")
    if case.title:
        yield _("About"), case.title


def advised(advice: Advice, card: Card) -> list[dict[str, Any]]:
    """What an adviser needs to answer somebody, as rows of a summary."""
    rows = [
        (_("For"), advice.name),
        *_contact(advice.personal),
        (_("Asked for"), words.moment(advice.opened_at)),
        (_("Team"), card.team_name or _("No team")),
    ]
    if card.closed_at is None:
        rows += [
            (_("What comes next"), card.kind.stages.next(card.status)),
            (_("Due"), words.plain_date(advice.due_date)),
        ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _contact_of(case: CaseShown) -> list[tuple[str, str]]:
    """How to reach whom a case is about: while something of theirs is open."""
    known = list(_contact(case.personal or {}))
    if known or case.closed_at is None or not case.person_name:
        return known
    return [(_("Contact"), _("No longer shown, since this is closed. Open it again to reach them."))]


def _contact(told: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if told.get("telephone"):
        yield _("Telephone"), words.phone(str(told["telephone"]))
    if told.get("email"):
        yield _("Email"), str(told["email"])
    if told.get("postal"):
        yield _("Address for letters"), ", ".join(str(told["postal"]).split("\n"))
