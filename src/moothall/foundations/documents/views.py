"""Serving documents so that nothing in them can run, and adding them to a case."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import ngettext

from moothall.foundations.documents import operations, queries
from moothall.foundations.documents.forms import MOST_FILES, AddFile
from moothall.foundations.documents.rules.kinds import MEDIA_TYPES, PICTURES, MediaType
from moothall.kernel import allow
from moothall.kernel.doors import headers, sizes
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class AddPage:
    """What ``documents/add.html`` shows."""

    form: AddFile
    back: str


@page(allow=allow.resident | allow.staff("cases.read"))
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    """The file itself: pictures may be shown, everything else is downloaded."""
    act = act_of(request)
    matter = queries.whereabouts(act, document=document)
    found = queries.content(act, document=document, matter=matter)
    return _inert(found.content, found.document.kind, name=found.document.name)


@page(allow=allow.resident | allow.staff("cases.read"))
def small(request: HttpRequest, document: UUID) -> HttpResponse:
    """The small picture of a document."""
    act = act_of(request)
    matter = queries.whereabouts(act, document=document)
    picture = queries.small(act, document=document, matter=matter)
    return _inert(picture, MediaType.JPEG, name=f"{document}.jpg")


@page(allow=allow.anyone)
def public_document(request: HttpRequest, document: UUID) -> HttpResponse:
    """A public file."""
    found = queries.public_content(act_of(request), document=document)
    return _inert(found.content, found.document.kind, name=found.document.name)


@page(allow=allow.anyone)
def public_small(request: HttpRequest, document: UUID) -> HttpResponse:
    """The small picture of a public file."""
    return _inert(
        queries.public_small(act_of(request), document=document), MediaType.JPEG, name=f"{document}.jpg"
    )


@page(allow=allow.staff("documents.add") | allow.resident, most_octets=sizes.files(MOST_FILES))
def add(request: HttpRequest, matter: UUID) -> HttpResponseBase:
    """Ask for files for a case, keep them, and go back to where the person was."""
    back = _way_back(request)
    form = AddFile(request.POST, request.FILES) if request.method == "POST" else AddFile()
    if request.method == "POST":
        is_whole = form.is_valid()
        if _added(request, form, matter) and is_whole:
            return HttpResponseRedirect(back)
    return render(
        request,
        "documents/add.html",
        AddPage(
            form=form,
            back=back,
        ),
    )


def _added(request: HttpRequest, form: AddFile, matter: UUID) -> bool:
    """Add the files that can be taken, whatever is wrong with others."""
    act, files, key = act_of(request), form.taken, key_of(request)
    if not files:
        return False
    try:
        for number, file in enumerate(files):
            operations.add_document(act.with_key(key and f"{key}-{number}"), matter=matter, file=file)
    except Refused as refused:
        form.add_refusal(refused)
        return False
    messages.success(
        request, ngettext("%(num)s file added", "%(num)s files added", len(files)) % {"num": len(files)}
    )
    return True


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else "/"


def _inert(content: bytes, kind: MediaType, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    disposition = content_disposition_header(as_attachment=kind not in PICTURES, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Encoding"] = "identity"
    return headers.allow_nothing(response)
