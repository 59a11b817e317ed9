"""One case as staff work it: its thread, what was told, and small forms that each do one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import pages
from moothall.design.forms import Form
from moothall.design.pages import Action
from moothall.design.pages.acting import nothing_asked
from moothall.foundations.cases import forms
from moothall.foundations.cases.operations import allocation, cases, clocks, letters, reading, rows
from moothall.foundations.cases.queries import cards, colleagues
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.queries.cards import Card
from moothall.foundations.cases.queries.cases import CaseShown, CaseStanding
from moothall.foundations.cases.views import presenters
from moothall.foundations.cases.views.presenters import Item
from moothall.kernel import allow, clock, navigation
from moothall.kernel.act import Act
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.operations import matters
from moothall.kernel.places import local_date
from moothall.kernel.queries import due, organisations


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that something is done with, and where it stands."""

    case: UUID
    standing: CaseStanding

    @property
    def version(self) -> int:
        """Of the case as it was drawn."""
        return self.standing.version


def _allocation(act: Act, one: Opened, typed: Mapping[str, Any] | None) -> Form:
    worked = {one.team for one in colleagues.colleagues(act).values() if one.is_live and one.may_work}
    teams = [
        team for team in organisations.teams(act, organisation=one.standing.organisation) if team.id in worked
    ]
    return forms.allocation(colleagues.colleagues(act).values(), teams, typed, own=cards.reach(act).team)


@dataclass(frozen=True, slots=True)
class CasePage:
    """What ``cases/case.html`` shows."""

    case: CaseShown
    thread: Sequence[Item]
    tag: Markup
    facts: Sequence[dict[str, Any]]
    answers: Sequence[dict[str, Any]]
    is_late: bool
    is_own: bool
    is_work: bool
    is_mine: bool
    forms: dict[str, Markup]
    bound: Mapping[str, Form]
    key: str
    may_work: bool
    attach_href: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """What ``cases/card.html`` shows."""

    card: Card
    tag: Markup
    advised: Sequence[dict[str, Any]]
    form: Markup | str
    bound: Mapping[str, Form]
    key: str


ACTIONS: dict[str, Action[Opened]] = {
    "status": Action(
        lambda act, one, typed: forms.status(one.standing, typed),
        lambda act, one, said: cases.change_status(
            act, case=one.case, version=one.version, status=said["status"]
        ),
        lambda said: _("The case has moved on"),
    ),
    "message": Action(
        lambda act, one, typed: forms.text("message", _("Message"), _("The resident can read it."), typed),
        lambda act, one, said: letters.write_message(act, case=one.case, text=said["text"]),
        lambda said: _("Message sent"),
        "messages.send",
    ),
    "note": Action(
        lambda act, one, typed: forms.text("note", _("Note"), _("Only colleagues can read it."), typed),
        lambda act, one, said: letters.add_note(act, case=one.case, text=said["text"]),
        lambda said: _("Note added"),
    ),
    "take": Action(
        nothing_asked,
        lambda act, one, said: allocation.take_case(act, case=one.case, version=one.version),
        lambda said: _("This case is now with you"),
    ),
    "put-back": Action(
        nothing_asked,
        lambda act, one, said: allocation.put_back(act, case=one.case, version=one.version),
        lambda said: _("The case is back in the queue"),
    ),
    "allocate": Action(
        _allocation,
        lambda act, one, said: allocation.allocate_case(
            act,
            case=one.case,
            version=one.version,
            to=forms.chosen(said["to"]),
            team=forms.chosen(said["team"]),
        ),
        lambda said: _("The case has been given on"),
        "cases.allocate",
    ),
    "pause": Action(
        lambda act, one, typed: forms.pause(one.standing, typed),
        lambda act, one, said: clocks.pause_clock(
            act, case=one.case, version=one.version, reason=said["reason"]
        ),
        lambda said: _("The clock is stopped"),
    ),
    "resume": Action(
        nothing_asked,
        lambda act, one, said: clocks.resume_clock(act, case=one.case, version=one.version),
        lambda said: _("The clock runs again"),
    ),
    "reason": Action(
        lambda act, one, typed: forms.reason(typed),
        lambda act, one, said: reading.open_with_reason(act, case=one.case, reason=said["reason"]),
        lambda said: _("The case is open to you for eight hours"),
        "matters.reason",
    ),
    "restrict": Action(
        lambda act, one, typed: forms.restrict(colleagues.colleagues(act).values(), typed),
        lambda act, one, said: matters.restrict_matter(
            act.about(one.case), matter=one.case, people=[UUID(person) for person in said["people"]]
        ),
        lambda said: _("Only named people see this case now"),
        "matters.restrict",
    ),
    "lift": Action(
        lambda act, one, typed: forms.lift(typed),
        lambda act, one, said: matters.lift_restriction(
            act.about(one.case), matter=one.case, reason=said["reason"]
        ),
        lambda said: _("Your colleagues see this case again"),
        "matters.restrict",
    ),
}


@page(allow=allow.staff("cases.read"))
def case(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """One case with its thread and everything that can be done with it; of another team's, that it is
    there."""
    return _drawn(request, case, {})


@page(allow=allow.staff("cases.work") | allow.staff("messages.send"))
def act_on(request: HttpRequest, case: UUID, action: str) -> HttpResponseBase:
    """Do one thing with a case, and show it again; what was typed stays when it is refused."""
    standing = asked.standing(act_of(request), case=case)
    return pages.act_on(
        request,
        ACTIONS,
        action,
        Opened(case, standing),
        leads_to=reverse("cases:case", args=[case]),
        draw=lambda bound, status: _drawn(request, case, bound, status=status),
        version=standing.version,
        stale=rows.stale,
    )


def _drawn(
    request: HttpRequest, case: UUID, bound: Mapping[str, Form], *, status: int = 200
) -> HttpResponseBase:
    act = act_of(request)
    card = cards.card(act, case=case)
    if not card.is_readable:
        return _drawn_card(request, card, bound, status=status)
    shown = asked.case(act, case=case)
    today = local_date(act.at)
    found = CasePage(
        case=shown,
        thread=presenters.thread(shown, today=today, me=act.person),
        tag=presenters.standing_tag(shown, shown.kind, today),
        facts=presenters.facts(shown, due.coming(act, matter=case)),
        answers=presenters.answers(shown),
        is_late=shown.is_overdue(today),
        is_own=shown.organisation == act.organisation,
        is_work=card.is_work,
        is_mine=shown.assigned_to == act.person,
        forms=_drawn_forms(act, shown, bound, is_work=card.is_work),
        bound=bound,
        key=clock.token(),
        may_work=act.may("cases.work"),
        attach_href=navigation.page(Known.ATTACH, shown.id, act=act),
    )
    return render(request, "cases/case.html", found, status=status)


def _drawn_card(
    request: HttpRequest, card: Card, bound: Mapping[str, Form], *, status: int
) -> HttpResponseBase:
    """What may be known of a case that is another team's work, and the way to open it."""
    act = act_of(request)
    form = bound.get("reason") or forms.reason()
    found = CardPage(
        card=card,
        tag=presenters.standing_tag(card, card.kind, local_date(act.at)),
        advised=(
            presenters.advised(cards.advice(act, case=card.id), card) if act.may("matters.advise") else []
        ),
        form=form.draw() if act.may("matters.reason") else "",
        bound=bound,
        key=clock.token(),
    )
    return render(request, "cases/card.html", found, status=status)


def _drawn_forms(
    act: Act, shown: CaseShown, bound: Mapping[str, Form], *, is_work: bool
) -> dict[str, Markup]:
    """The forms the reader may use now; those that were refused with what was typed. Who opened another
    team's case to read it adds nothing to it."""
    standing = CaseStanding(
        shown.kind, shown.status, shown.version, shown.organisation, local_date(act.at), shown.happened
    )
    opened = Opened(shown.id, standing)
    written = ["message", "note"] if shown.person else ["note"]
    wanted = (
        written * (is_work or shown.organisation != act.organisation)
        + [
            "status",
            "pause",
            "allocate",
            "lift" if shown.is_restricted else "restrict",
        ]
        * is_work
    )
    return {
        name: bound[name].draw() if name in bound else _empty(act, opened, name)
        for name in wanted
        if act.may(ACTIONS[name].needs or "cases.work") and (name != "status" or standing.following)
    }


def _empty(act: Act, opened: Opened, name: str) -> Markup:
    """A form nobody has typed in. It is the same for every case of a service at the same status with the same
    steps ahead, so it is drawn once a minute for everybody who works here."""
    standing = opened.standing
    place = "-".join((standing.status, *standing.following))
    key = f"case-form-{name}-{get_language()}-{standing.kind.pack or standing.kind.name}-{place}-{act.person}"
    found: Markup | None = caches["memory"].get(key)
    if found is None:
        found = ACTIONS[name].form(act, opened, None).draw()
        caches["memory"].set(key, found, colleagues.SECONDS)
    return found
