"""One case as staff work it: its thread, what was told, and small forms that each do one thing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design.forms import Form
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
from moothall.kernel.doors.web import act_of, key_of, page, whole
from moothall.kernel.manifest import Known
from moothall.kernel.operations import matters
from moothall.kernel.places import local_date
from moothall.kernel.queries import organisations
from moothall.kernel.refusal import Refused

Answers = Mapping[str, Any]
Make = Callable[[Act, CaseStanding, Mapping[str, Any] | None], Form]
Do = Callable[[Act, UUID, int, Answers], object]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing staff can do with a case: its form, its operation, and what is said when it is done."""

    form: Make
    do: Do
    done: Callable[[], str]
    needs: str = "cases.work"


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
    bound: dict[str, Form]
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
    bound: dict[str, Form]
    key: str


def _nothing(act: Act, standing: CaseStanding, typed: Mapping[str, Any] | None) -> Form:
    return Form(typed or {})


def _allocation(act: Act, standing: CaseStanding, typed: Mapping[str, Any] | None) -> Form:
    worked = {one.team for one in colleagues.colleagues(act).values() if one.is_live and one.may_work}
    teams = [
        team for team in organisations.teams(act, organisation=standing.organisation) if team.id in worked
    ]
    return forms.allocation(colleagues.colleagues(act).values(), teams, typed, own=cards.reach(act).team)


ACTIONS: dict[str, Action] = {
    "status": Action(
        lambda act, standing, typed: forms.status(standing, typed),
        lambda act, case, version, said: cases.change_status(
            act, case=case, version=version, status=said["status"]
        ),
        lambda: _("The case has moved on"),
    ),
    "message": Action(
        lambda act, standing, typed: forms.text(
            "message", _("Message"), _("The resident can read it."), typed
        ),
        lambda act, case, version, said: letters.write_message(act, case=case, text=said["text"]),
        lambda: _("Message sent"),
        "messages.send",
    ),
    "note": Action(
        lambda act, standing, typed: forms.text("note", _("Note"), _("Only colleagues can read it."), typed),
        lambda act, case, version, said: letters.add_note(act, case=case, text=said["text"]),
        lambda: _("Note added"),
    ),
    "take": Action(
        _nothing,
        lambda act, case, version, said: allocation.take_case(act, case=case, version=version),
        lambda: _("This case is now with you"),
    ),
    "put-back": Action(
        _nothing,
        lambda act, case, version, said: allocation.put_back(act, case=case, version=version),
        lambda: _("The case is back in the queue"),
    ),
    "allocate": Action(
        _allocation,
        lambda act, case, version, said: allocation.allocate_case(
            act, case=case, version=version, to=forms.chosen(said["to"]), team=forms.chosen(said["team"])
        ),
        lambda: _("The case has been given on"),
        "cases.allocate",
    ),
    "pause": Action(
        lambda act, standing, typed: forms.pause(standing, typed),
        lambda act, case, version, said: clocks.pause_clock(
            act, case=case, version=version, reason=said["reason"]
        ),
        lambda: _("The clock is stopped"),
    ),
    "resume": Action(
        _nothing,
        lambda act, case, version, said: clocks.resume_clock(act, case=case, version=version),
        lambda: _("The clock runs again"),
    ),
    "reason": Action(
        lambda act, standing, typed: forms.reason(typed),
        lambda act, case, version, said: reading.open_with_reason(act, case=case, reason=said["reason"]),
        lambda: _("The case is open to you for eight hours"),
        "matters.reason",
    ),
    "restrict": Action(
        lambda act, standing, typed: forms.restrict(colleagues.colleagues(act).values(), typed),
        lambda act, case, version, said: matters.restrict_matter(
            act.about(case), matter=case, people=[UUID(person) for person in said["people"]]
        ),
        lambda: _("Only named people see this case now"),
        "matters.restrict",
    ),
    "lift": Action(
        lambda act, standing, typed: forms.lift(typed),
        lambda act, case, version, said: matters.lift_restriction(
            act.about(case), matter=case, reason=said["reason"]
        ),
        lambda: _("Your colleagues see this case again"),
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
    chosen, act = ACTIONS.get(action), act_of(request)
    if chosen is None or request.method != "POST":
        raise Http404
    standing = asked.standing(act, case=case)
    form = chosen.form(act, standing, request.POST)
    version = request.POST.get("version", "")
    if not form.is_valid() or whole(version) is None:
        if version != str(standing.version):
            form.add_refusal(rows.stale())
        return _drawn(request, case, {action: form}, status=422)
    try:
        chosen.do(act.with_key(key_of(request)), case, int(version), form.cleaned_data)
    except Refused as refused:
        form.add_refusal(refused)
        return _drawn(request, case, {action: form}, status=refused.status)
    messages.success(request, chosen.done())
    return HttpResponseRedirect(reverse("cases:case", args=[case]))


def _drawn(
    request: HttpRequest, case: UUID, bound: dict[str, Form], *, status: int = 200
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
        facts=presenters.facts(shown),
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


def _drawn_card(request: HttpRequest, card: Card, bound: dict[str, Form], *, status: int) -> HttpResponseBase:
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


def _drawn_forms(act: Act, shown: CaseShown, bound: dict[str, Form], *, is_work: bool) -> dict[str, Markup]:
    """The forms the reader may use now; those that were refused with what was typed. Who opened another
    team's case to read it adds nothing to it."""
    standing = CaseStanding(
        shown.kind, shown.status, shown.version, shown.organisation, local_date(act.at), shown.happened
    )
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
        name: bound[name].draw() if name in bound else _empty(act, standing, name)
        for name in wanted
        if act.may(ACTIONS[name].needs) and (name != "status" or standing.following)
    }


def _empty(act: Act, standing: CaseStanding, name: str) -> Markup:
    """A form nobody has typed in. It is the same for every case of a service at the same status with the same
    steps ahead, so it is drawn once a minute for everybody who works here."""
    place = "-".join((standing.status, *standing.following))
    key = f"case-form-{name}-{get_language()}-{standing.kind.pack or standing.kind.name}-{place}-{act.person}"
    found: Markup | None = caches["memory"].get(key)
    if found is None:
        found = ACTIONS[name].form(act, standing, None).draw()
        caches["memory"].set(key, found, colleagues.SECONDS)
    return found
