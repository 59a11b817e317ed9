"""What people do with a draft: ask for review, comment, approve or send back, publish, take back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.civic.builder import forms
from moothall.civic.builder.views.drafts import DRAFTS, drawn
from moothall.civic.builder.views.files import number
from moothall.design.forms import Form
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.refusal import Refused
from moothall.services.operations import drafts, reviews

PUBLISHES = allow.staff("packs.publish")
Done = Callable[[Act], str]
"""Does something and says what was done."""


@require_POST
@page(allow=DRAFTS, reads=False)
def ask(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask somebody else to look at a draft."""
    form = forms.reason(request.POST)

    def done(act: Act) -> str:
        reviews.ask_review(act, draft=id, edition=_edition(request), reason=form.cleaned_data["reason"])
        return _("Somebody else who publishes services finds it on their page Today.")

    return _do(request, id, done, "ask", form)


@require_POST
@page(allow=DRAFTS, reads=False)
def comment(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Say something about a draft."""
    form = forms.words(request.POST)

    def done(act: Act) -> str:
        reviews.comment_draft(act, draft=id, words=form.cleaned_data["words"])
        return _("Said.")

    return _do(request, id, done, "comment", form)


@require_POST
@page(allow=PUBLISHES, reads=False)
def review(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Approve a draft, or send it back with why."""
    form = forms.review(request.POST)

    def done(act: Act) -> str:
        if "approve" in request.POST:
            reviews.approve_draft(act, draft=id, edition=_edition(request))
            return _("Approved. Publish it now, or from a day on.")
        reviews.send_back(act, draft=id, why=form.cleaned_data["why"])
        return _("Sent back. Whoever wrote it sees why.")

    return _do(request, id, done, "review", form)


@require_POST
@page(allow=PUBLISHES, reads=False)
def publish(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Publish what was approved, now or from a day on."""
    form = forms.begins(timezone.localtime(act_of(request).at).date(), request.POST)

    def done(act: Act) -> str:
        version = reviews.publish_draft(act, draft=id, begins=form.cleaned_data["begins"])
        if version is None:
            return _("It goes live on that day. Until then it can be taken back.")
        return _("Published. Who begins now meets this version; who has begun finishes on the one before.")

    return _do(request, id, done, "publish", form)


@require_POST
@page(allow=DRAFTS, reads=False)
def take_back(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Take back what is not live yet."""

    def done(act: Act) -> str:
        drafts.take_back(act, draft=id)
        return _("Taken back.")

    return _do(request, id, done)


@require_POST
@page(allow=DRAFTS, reads=False)
def discard(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Throw a draft away."""

    def done(act: Act) -> str:
        drafts.discard_draft(act, draft=id)
        return _("Thrown away.")

    return _do(request, id, done)


@require_POST
@page(allow=DRAFTS, reads=False)
def on_live(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Put a draft on top of what went live meanwhile."""

    def done(act: Act) -> str:
        drafts.put_on_live(act, draft=id, edition=_edition(request))
        return _("Your draft now stands on what is live. Look at what it changes, then ask for review.")

    return _do(request, id, done)


def _do(request: HttpRequest, id: UUID, done: Done, name: str = "", form: Form | None = None) -> HttpResponse:
    """Do it and go to the draft's page; a refusal is shown there, with what was typed."""
    if form is not None and not form.is_valid():
        return drawn(request, id, {name: form}, status=422)
    try:
        said = done(act_of(request).with_key(key_of(request)))
    except Refused as refused:
        if form is None:
            return drawn(request, id, {}, status=refused.status, refused=refused.words)
        form.add_refusal(refused)
        return drawn(request, id, {name: form}, status=refused.status)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("builder:draft", args=[id]))


def _edition(request: HttpRequest) -> int:
    return number(request.POST.get("edition"))
