"""A person's own cases: the list, each as a thread, and who looked."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from moothall.design import words
from moothall.design.forms import Form
from moothall.foundations.cases import forms
from moothall.foundations.cases.operations import letters
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.queries import looks, queues, types
from moothall.foundations.cases.queries.looks import Look
from moothall.foundations.cases.queries.queues import QueueLine
from moothall.foundations.cases.views import joining, presenters
from moothall.kernel import allow, clock, gate, navigation
from moothall.kernel.act import Act, Role
from moothall.kernel.doors import lists
from moothall.kernel.doors.web import act_of, acts_of, code_asked, key_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.operations import grants
from moothall.kernel.paging import Page
from moothall.kernel.places import local_date
from moothall.kernel.refusal import Refused
from moothall.kernel.stages import in_words

PAGE = 20
PURPOSES = {
    "service": _lazy("To deal with your request"),
    "oversight": _lazy("To see to the work of all teams"),
    "advice": _lazy("To answer a question, from a summary"),
}


@page(allow=allow.anyone, reads=False)
def cases(request: HttpRequest) -> HttpResponseBase:
    """What the person has asked for, newest first; for somebody nobody knows yet, how to get to it."""
    if turned := code_asked(request):
        return turned
    act = act_of(request)
    if act.role is not Role.RESIDENT:
        return render(request, "cases/mine_unknown.html", {"is_staff": act.organisation is not None})
    before = joining.offered(request, act)
    cursor = lists.cursor_of(request)
    pages = [queues.of_person(one, cursor=cursor, limit=PAGE) for one in acts_of(request)]
    with gate.reading(act):
        return _list(request, act, queues.merged(pages, limit=PAGE), before)


def _list(request: HttpRequest, act: Act, found: Page[QueueLine], before: joining.Before) -> HttpResponseBase:
    kinds = types.kinds(act, sources={line.source for line in found.items})
    rows = [
        {
            "title": kinds[line.source].title,
            "href": reverse("cases:mine", args=[line.id]),
            "reference": line.reference,
            "opened": words.plain_date(local_date(line.opened_at)),
            "tag": presenters.standing_tag(line, kinds[line.source], local_date(act.at)),
            "next": "" if line.closed_at else kinds[line.source].stages.next(line.status),
        }
        for line in found.items
    ]
    return render(
        request, "cases/mine_list.html", {"rows": rows, "before": before, **lists.hrefs(request, found)}
    )


@page(allow=allow.resident)
def case(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """One case as its person sees it: what happened, what comes next and when, and one way to ask."""
    return _drawn(request, case, None)


@page(allow=allow.resident)
def write(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """Write to the organisation about a case."""
    if request.method != "POST":
        raise Http404
    form = _message(request.POST)
    if not form.is_valid():
        return _drawn(request, case, form, status=422)
    try:
        letters.write_message(
            act_of(request).with_key(key_of(request)), case=case, text=form.cleaned_data["text"]
        )
    except Refused as refused:
        form.add_refusal(refused)
        return _drawn(request, case, form, status=refused.status)
    messages.success(request, _("Message sent. We will answer here and tell you when we do."))
    return HttpResponseRedirect(reverse("cases:mine", args=[case]))


@page(allow=allow.resident)
def stop_sharing(request: HttpRequest, case: UUID, grant: UUID) -> HttpResponseBase:
    """End the sharing of a case with an organisation."""
    if request.method != "POST":
        raise Http404
    grants.end_sharing(act_of(request), grant=grant)
    messages.success(request, _("They can no longer see this request."))
    return HttpResponseRedirect(reverse("cases:mine", args=[case]))


@page(allow=allow.resident, reads=False)
def who_looked(request: HttpRequest) -> HttpResponseBase:
    """Which staff read the person's cases: organisation, team, role, purpose and when."""
    before, case = _uuid(request.GET.get("before")), _uuid(request.GET.get("case"))
    found = _looks(acts_of(request), case=case, before=before)
    only = f"case={case}" if case else ""
    shown = {
        "rows": [_look_row(look) for look in found[:PAGE]],
        "next_href": f"?before={found[PAGE - 1].id}&{only}".rstrip("&") if len(found) > PAGE else "",
        "first_href": f"{request.path}?{only}".rstrip("?") if before else "",
        "case": case,
    }
    return render(request, "cases/who_looked.html", shown)


def _looks(acts: Iterable[Act], *, case: UUID | None, before: UUID | None) -> list[Look]:
    """Who looked, at whatever is somebody's with an account and without, newest first."""
    found = [look for act in acts for look in looks.looks(act, case=case, before=before, limit=PAGE + 1)]
    return sorted(found, key=lambda look: look.id, reverse=True)


def _drawn(request: HttpRequest, case: UUID, form: Form | None, *, status: int = 200) -> HttpResponseBase:
    act = act_of(request)
    shown = asked.case(act, case=case)
    today = local_date(act.at)
    found = {
        "case": shown,
        "attach_href": navigation.page(Known.ATTACH, shown.id, act=act),
        "thread": presenters.thread(shown, today=today, me=act.person, is_persons=True),
        "tag": presenters.standing_tag(shown, shown.kind, today),
        "looks": looks.looks(act, case=case, limit=3),
        "look_words": _look_words,
        "answers": presenters.answers(shown),
        "form": form or _message(None),
        "key": clock.token(),
    }
    return render(request, "cases/mine.html", found, status=status)


def _message(typed: forms.Typed) -> Form:
    hint = _("Ask something, or tell us what has changed.")
    return forms.text("message", _("Your message"), hint, typed)


def _look_row(look: Look) -> list[str]:
    return [
        words.moment(look.at),
        look.organisation,
        look.team or _("No team"),
        _reader(look),
        _purpose(look),
        look.reference or "–",
    ]


def _reader(look: Look) -> str:
    """In which roles it was read, or by which program of the organisation."""
    if look.program:
        return _("The program %(title)s") % {"title": look.program}
    return words.listed(in_words(role) for role in look.roles) if look.roles else _("Staff")


def _look_words(look: Look) -> str:
    who = ", ".join(part for part in (look.organisation, look.team, look.program) if part)
    return _("%(who)s on %(when)s: %(purpose)s") % {
        "who": who, "when": words.moment(look.at), "purpose": _purpose(look)
    }  # fmt: skip


def _purpose(look: Look) -> str:
    """Why staff looked: their team's work, or what they say themselves."""
    if look.reason:
        return _("They are another team and wrote: “%(reason)s”") % {"reason": look.reason}
    return str(PURPOSES.get(look.purpose) or in_words(look.purpose))


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
