"""The pages of moderators: the queue, one comment, a reported matter, appeals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design import forms
from moothall.foundations.comments import presenters, rules
from moothall.foundations.comments.forms import AnswerForm, decision_form
from moothall.foundations.comments.operations import deciding
from moothall.foundations.comments.queries import reading, reviewing
from moothall.foundations.comments.views import contexts
from moothall.kernel import clock, navigation
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.refusal import NotFound, Refused

MISTYPED = 422
KINDS = ("urgent", "flagged", "waiting")
OF_MATTERS = {code: presenters.OUTCOMES[code] for code in (rules.KEEP, rules.HIDE)}


@page(allow=reviewing.MODERATES, reads=False)
def queue(request: HttpRequest) -> HttpResponseBase:
    """What has to be looked at, urgent things first; decide alike about several."""
    form = decision_form()(request.POST) if request.method == "POST" else decision_form()()
    if request.method == "POST" and form.is_valid():
        chosen = [UUID(one) for one in request.POST.getlist("comment") if _is_id(one)]
        if _decided(request, form, chosen):
            return HttpResponseRedirect(reverse("comments:queue"))
    act, kind = act_of(request), request.GET.get("kind", "")
    urgent = () if kind or lists.cursor_of(request) else reviewing.queue(act, kind="urgent", limit=50).items
    found = reviewing.queue(act, kind=kind or "usual", cursor=lists.cursor_of(request))
    shown = contexts.Queue(
        urgent=urgent, items=found.items, matters=reviewing.matters_flagged(act),
        appeals=reviewing.appeals(act, limit=20).items, kind=kind, kinds=KINDS, form=form, key=clock.token(),
        reasons=presenters.REASONS, **lists.hrefs(request, found),
    )  # fmt: skip
    return render(request, "comments/queue.html", shown, status=_status(request))


@page(allow=reviewing.MODERATES, reads=False)
def review(request: HttpRequest, comment: UUID) -> HttpResponseBase:
    """One comment with what it stands below, its reports and its author's history; decide about it."""
    act = act_of(request)
    found = reviewing.under_review(act, comment=comment)
    form = decision_form()(request.POST) if request.method == "POST" else decision_form()()
    if request.method == "POST" and form.is_valid() and _decided(request, form, [comment]):
        return HttpResponseRedirect(reverse("comments:queue"))
    parent = found.comment.parent
    shown = contexts.Review(
        item=found, line=presenters.line(found.comment), earlier=reading.earlier(act, comment=comment),
        parent=presenters.line(reading.comment(act, id=parent)) if parent else None,
        history=reviewing.history(act, comment=comment), form=form, key=clock.token(),
        thread=navigation.page(Known.THREAD, found.reference), reasons=presenters.REASONS,
        decided=presenters.DECIDED,
    )  # fmt: skip
    return render(request, "comments/review.html", shown, status=_status(request))


@page(allow=reviewing.MODERATES, reads=False)
def pin(request: HttpRequest, comment: UUID) -> HttpResponseBase:
    """Pin a comment above all others, or no longer."""
    if request.method == "POST":
        wanted = request.POST.get("pinned") == "yes"
        deciding.pin(act_of(request).with_key(key_of(request)), comment=comment, is_pinned=wanted)
        messages.success(request, _("Pinned.") if wanted else _("No longer pinned."))
    return HttpResponseRedirect(reverse("comments:review", args=[comment]))


@page(allow=reviewing.MODERATES, reads=False)
def matter(request: HttpRequest, matter: UUID) -> HttpResponseBase:
    """A public matter that was reported as a whole; decide about it."""
    act, asked = act_of(request), decision_form(OF_MATTERS, may_suspend=False)
    form = asked(request.POST) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide_matter(act.with_key(key_of(request)), matter=matter, **form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Decided."))
            return HttpResponseRedirect(reverse("comments:queue"))
    found = next((one for one in reviewing.matters_flagged(act) if one.matter == matter), None)
    if found is None:
        raise NotFound(_("Nobody reported that, or it has been decided."))
    thread = navigation.page(Known.THREAD, found.reference)
    shown = contexts.ReportedMatter(found, thread, form, clock.token(), presenters.REASONS)
    return render(request, "comments/matter.html", shown, status=_status(request))


@page(allow=reviewing.MODERATES)
def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals that nobody has answered."""
    found = reviewing.appeals(act_of(request), cursor=lists.cursor_of(request))
    shown = contexts.Appeals(found.items, presenters.DECIDED, **lists.hrefs(request, found))
    return render(request, "comments/appeals.html", shown)


@page(allow=reviewing.MODERATES, reads=False)
def answer(request: HttpRequest, appeal: UUID) -> HttpResponseBase:
    """One appeal; decide about it, unless one decided first."""
    act = act_of(request)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():
        upheld, words = form.cleaned_data["outcome"] == "uphold", form.cleaned_data["words"]
        try:
            deciding.answer_appeal(
                act.with_key(key_of(request)), appeal=appeal, is_upheld=upheld, words=words
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Decided. The author is told."))
            return HttpResponseRedirect(reverse("comments:appeals"))
    found = reviewing.appeal_open(act, id=appeal)
    shown = contexts.Answer(
        appeal=found, html=presenters.html_of(found.body), form=form, key=clock.token(),
        reasons=presenters.REASONS, decided=presenters.DECIDED,
    )  # fmt: skip
    return render(request, "comments/answer.html", shown, status=_status(request))


def _decided(request: HttpRequest, form: forms.Form, comments: list[UUID]) -> bool:
    told: dict[str, Any] = dict(form.cleaned_data)
    told["suspend_days"] = int(told["suspend_days"] or 0)
    told["rule"] = told["rule"] or ""
    try:
        deciding.decide(act_of(request).with_key(key_of(request)), comments=comments, **told)
    except Refused as refused:
        form.add_refusal(refused)
        return False
    messages.success(request, _("Decided. Authors and those who reported are told."))
    return True


def _status(request: HttpRequest) -> int:
    return MISTYPED if request.method == "POST" else 200


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
