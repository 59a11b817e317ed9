"""A form whose protection against forgery has run out is asked for once more, with what was typed in it."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    """Django's check, answering with its reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def is_genuine(request: HttpRequest) -> bool:
    """Whether a POST carries the token of this browser. For views that are ``csrf_exempt`` and draw the form
    again with a fresh token when it does not: nothing is lost, and nothing is done."""
    check = _Check(_nothing)
    check.process_request(request)
    return check.process_view(request, _nothing, (), {}) is None
