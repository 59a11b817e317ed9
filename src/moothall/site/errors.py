"""Pages for when something did not work; the last one must not need anything that may be broken."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render

from moothall.design import drawing


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be understood."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return render(request, "errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against forgery did not fit, mostly because the page was open for too long."""
    return render(request, "errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here: a page that needs neither database nor session."""
    return HttpResponseServerError(drawing.bare_page("errors/500.html"))
