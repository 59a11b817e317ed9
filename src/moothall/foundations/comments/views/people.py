"""Commenting, reporting and appealing, in a browser."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design import forms
from moothall.foundations.comments import presenters
from moothall.foundations.comments.forms import AppealForm, ReportForm, comment_form
from moothall.foundations.comments.operations import reporting, writing
from moothall.foundations.comments.queries import counting, reading, reviewing, standing
from moothall.foundations.comments.views import contexts
from moothall.kernel import allow, clock, navigation
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.queries.organisations import organisation as organisation_of
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

MISTYPED = 422


@page(allow=writing.WRITES, reads=False)
def write(request: HttpRequest, matter: UUID) -> HttpResponseBase:
    """Comment on a matter, or answer the comment that the address names; what was typed stays."""
    act = act_of(request)
    allowed, parent = standing.standing(act, matter=matter), _parent(act, request)
    if not allowed.may:
        raise NotAllowed(allowed.why_not)
    label = _("Your answer") if parent else _("Your comment")
    form = _asked(request, comment_form(is_official=allowed.is_official, label=label), allowed.shown_as)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.write(
                act.with_key(key_of(request)),
                matter=matter,
                parent=parent.id if parent else None,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _said(allowed))
            return HttpResponseRedirect(f"{reverse('comments:comment', args=[made])}#c-{made}")
    above = presenters.line(parent) if parent else None
    shown = contexts.Write(form, allowed, clock.token(), above)
    return render(request, "comments/write.html", shown, status=_status(request))


@page(allow=writing.WRITES, reads=False)
def edit(request: HttpRequest, comment: UUID) -> HttpResponseBase:
    """Change what one wrote, or go on to take it back."""
    act = act_of(request)
    found = _mine(act, comment)
    asked = comment_form(is_official=found.is_official, label=_("Your comment"))
    form = (
        asked(request.POST)
        if request.method == "POST"
        else asked(initial={"shown_as": found.shown_as, "body": found.body})
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit(act.with_key(key_of(request)), comment=comment, **form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Changed."))
            return HttpResponseRedirect(f"{reverse('comments:comment', args=[comment])}#c-{comment}")
    earlier = reading.earlier(act, comment=comment)
    shown = contexts.Edit(form, found, earlier, clock.token())
    return render(request, "comments/edit.html", shown, status=_status(request))


@page(allow=writing.WRITES, reads=False)
def withdraw(request: HttpRequest, comment: UUID) -> HttpResponseBase:
    """Ask whether to take a comment back, and do it."""
    act = act_of(request)
    found = _mine(act, comment)
    if request.method == "POST":
        writing.withdraw(act.with_key(key_of(request)), comment=comment)
        messages.success(request, _("You took your comment back."))
        return HttpResponseRedirect(f"{reverse('comments:comment', args=[comment])}#c-{comment}")
    shown = contexts.Withdraw(presenters.line(found), clock.token())
    return render(request, "comments/withdraw.html", shown)


@page(allow=allow.anyone)
def comment(request: HttpRequest, comment: UUID) -> HttpResponse:
    """One comment with what answers it; an answer below what it answers."""
    act = act_of(request)
    found = reading.comment(act, id=comment)
    root = reading.comment(act, id=found.parent) if found.parent else found
    replies = reading.replies(act, comment=root.id, cursor=lists.cursor_of(request))
    shown = (found,) if found.parent else replies.items
    allowed = standing.standing(act, matter=found.matter)
    context = contexts.One(
        line=presenters.line(root, shown), standing=allowed, is_answer=found.parent is not None,
        may_report=act.organisation is None, thread=_thread(act, found.matter),
        **lists.hrefs(request, replies),
    )  # fmt: skip
    return render(request, "comments/comment.html", context)


@page(allow=allow.public | allow.resident, reads=False)
def report(request: HttpRequest, matter: UUID) -> HttpResponseBase:
    """Report a comment, which the address names, or a public matter itself."""
    act = act_of(request)
    thread = _thread(act, matter)
    about = _named(act, request.GET.get("comment", ""), matter)
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm()
    if request.method == "POST" and form.is_valid():
        try:
            reporting.flag(
                act.with_key(key_of(request)),
                matter=matter,
                comment=about.id if about else None,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Thank you. Moderators look at it."))
            return HttpResponseRedirect(thread)
    line = presenters.line(about) if about else None
    shown = contexts.Report(form, line, thread, clock.token())
    return render(request, "comments/report.html", shown, status=_status(request))


@page(allow=allow.anyone)
def about(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """The house rules of an organisation, and in numbers how it looked after comments for a year."""
    act = act_of(request)
    found = organisation_of(act, id=organisation)
    if found is None:
        raise NotFound(_("We could not find that organisation."))
    numbers = counting.figures(act, organisation=organisation, since=act.at - presenters.YEAR)
    rules, figures = (
        standing.house_rules(act, organisation=organisation),
        presenters.figures_in_words(numbers),
    )
    shown = contexts.About(found, rules, figures)
    return render(request, "comments/about.html", shown)


@page(allow=allow.resident)
def mine(request: HttpRequest) -> HttpResponse:
    """What somebody wrote, and what moderators decided about it and about what they reported."""
    act = act_of(request)
    wrote = reading.mine(act, cursor=lists.cursor_of(request))
    decided = reviewing.decisions_for_me(act)
    shown = contexts.Mine(
        presenters.lines(wrote.items), decided.items, presenters.DECIDED, **lists.hrefs(request, wrote)
    )
    return render(request, "comments/mine.html", shown)


@page(allow=allow.resident, reads=False)
def decision(request: HttpRequest, decision: UUID) -> HttpResponseBase:
    """A decision with its reasons, and the appeal against it."""
    act = act_of(request)
    found = reviewing.decision_for_me(act, id=decision)
    form = AppealForm(request.POST) if request.method == "POST" else AppealForm()
    if request.method == "POST" and form.is_valid():
        try:
            reporting.appeal(act.with_key(key_of(request)), decision=decision, **form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Thank you. Somebody else decides about your appeal."))
            return HttpResponseRedirect(reverse("comments:mine"))
    shown = contexts.Decided(
        decision=found, decided=presenters.DECIDED[found.outcome], rule=presenters.rule_in_words(found.rule),
        form=form, key=clock.token(), line=_still_there(act, found.comment),
    )  # fmt: skip
    return render(request, "comments/decision.html", shown, status=_status(request))


def _status(request: HttpRequest) -> int:
    return MISTYPED if request.method == "POST" else 200


def _said(allowed: standing.Standing) -> str:
    if allowed.is_checked_first:
        return _("Thank you. Moderators look at your comment before everybody sees it.")
    return _("Thank you. Your comment is shown.")


def _asked(request: HttpRequest, form: type[forms.Form], shown_as: str) -> forms.Form:
    return form(request.POST) if request.method == "POST" else form(initial={"shown_as": shown_as})


def _parent(act: Act, request: HttpRequest) -> reading.CommentShown | None:
    return _named(act, request.GET.get("parent", ""), None)


def _named(act: Act, text: str, matter: UUID | None) -> reading.CommentShown | None:
    """The comment that an address names, on ``matter`` if one is given. Raises ``NotFound``."""
    if not text:
        return None
    try:
        found = reading.comment(act, id=UUID(text))
    except ValueError as wrong:
        raise NotFound(_("We could not find that comment.")) from wrong
    if matter is not None and found.matter != matter:
        raise NotFound(_("We could not find that comment."))
    return found


def _mine(act: Act, comment: UUID) -> reading.CommentShown:
    found = reading.comment(act, id=comment)
    if not found.is_mine or found.state == "withdrawn":
        raise NotFound(_("We could not find that comment."))
    return found


def _still_there(act: Act, comment: UUID | None) -> presenters.Line | None:
    """A comment that was decided about, unless it waits now until somebody has looked at it."""
    try:
        return presenters.line(reading.comment(act, id=comment)) if comment else None
    except NotFound:
        return None


def _thread(act: Act, matter: UUID) -> str:
    """Where all comments on a matter stand."""
    return navigation.page(Known.THREAD, reading.reference(act, matter=matter))
