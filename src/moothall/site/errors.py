"""Pages for when something did not work; the last one must not need anything that may be broken."""

import json
import sys
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from moothall.design import drawing
from moothall.kernel.doors import problems

AGAIN_AFTER_SECONDS = 60


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be understood: a page that needs nothing of it, which may be its host or
    session that is wrong."""
    return HttpResponseBadRequest(drawing.bare_page("errors/400.html"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return render(request, "errors/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tried to sign in, or asked for a code, too often (django-allauth asks for this page)."""
    headers = {"Retry-After": str(AGAIN_AFTER_SECONDS)}
    return HttpResponse(render_to_string("errors/429.html", request=request), status=429, headers=headers)


def unreceived(environ: dict[str, Any], status: int) -> tuple[str, str]:
    """What is said of a request that was not taken in (too long, too slow, cut off, no room), and its media
    type."""
    request = WSGIRequest(environ)
    if problems.is_called(request):
        return json.dumps(problems.described(status)), problems.PROBLEM
    with translation.override(translation.get_language_from_request(request)):
        return drawing.bare_page(f"errors/{status}.html"), "text/html; charset=utf-8"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against forgery did not fit, mostly because the page was open for too long."""
    return render(request, "errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here, or the database is away: a page that needs neither database nor session."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = drawing.bare_page("errors/503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN_AFTER_SECONDS)})
    return HttpResponse(drawing.bare_page("errors/500.html"), status=500)
