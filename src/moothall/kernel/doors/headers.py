"""Security headers, with a Content-Security-Policy whose nonce is new for every response."""

from collections.abc import Callable
from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:{images}; font-src 'self'; connect-src 'self'; form-action 'self'{forms}; "
    "manifest-src 'self'; worker-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """Middleware: gives ``request.csp_nonce`` and the headers that make a browser careful."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a policy that allows only our own files and scripts carrying this response's nonce.

        A response that has already set its own policy (such as an uploaded file, which allows nothing) keeps
        it. What a browser with a session gets, or whoever has an address with a secret, may be about
        somebody, and is kept nowhere.
        """
        nonce = token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy", POLICY.format(nonce=nonce, images="", forms="")
        )
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = getattr(request, "session", None)
        match = request.resolver_match
        opens = match is not None and "secret" in match.kwargs
        if opens or (session is not None and not session.is_empty()):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def allow_nothing(response: HttpResponse) -> HttpResponse:
    """Make ``response`` inert in a browser: what an uploaded file gets."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
