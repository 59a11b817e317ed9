"""How a program is told that something went wrong: problem details (RFC 9457) with a code that stays."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from moothall.kernel.refusal import Busy, Refused

PROBLEM = "application/problem+json"
PROGRAMS = ("/api/", "/oauth/")
"""Where programs call, which read no pages."""
TROUBLES = {
    400: ("not-read", "What was sent could not be read."),
    404: ("not-found", "There is nothing at this address."),
    408: ("too-slow", "It took too long to arrive."),
    413: ("too-long", "More was sent than this takes."),
    500: ("broken", "Something went wrong here. It has been noted."),
    503: ("away", "Not just now. Try again in a minute."),
}
"""What can go wrong before or around an answer: code and words by HTTP status."""
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Says what kind of problem it is."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong this time, in words."},
        "code": {"type": "string", "description": "The last part of the type."},
        "errors": {
            "type": "array",
            "description": "What is wrong with single arguments.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
"""The JSON Schema of a problem."""


class Unknown(Refused):
    """Who calls has not shown, or not rightly, who they are."""

    code = "who-are-you"
    status = 401


class TooMany(Busy):
    """A program calls more often than it may."""

    code = "too-many"
    status = 429

    def __init__(self, words: str, *, again_after_seconds: int) -> None:
        super().__init__(words)
        self.again_after_seconds = again_after_seconds


def problem(refusal: Refused) -> HttpResponse:
    """``refusal`` as problem details, with the headers that go with its status."""
    errors = [{"pointer": f"/{name}", "detail": words} for name, words in refusal.fields.items()]
    content = _content(refusal.status, refusal.code, refusal.words, errors)
    return JsonResponse(content, status=refusal.status, content_type=PROBLEM, headers=headers_of(refusal))


def headers_of(refusal: Refused) -> dict[str, str]:
    """What a refusal says in headers: when to come again, how to show who calls."""
    if isinstance(refusal, Busy):
        return {"Retry-After": str(refusal.again_after_seconds)}
    return {"WWW-Authenticate": 'Bearer realm="moothall"'} if refusal.status == 401 else {}


def described(status: int) -> dict[str, Any]:
    """Problem details of what went wrong before or around an answer."""
    code, words = TROUBLES.get(status, TROUBLES[500])
    return _content(status, code, words, [])


def is_called(request: HttpRequest) -> bool:
    """Whether a request is a program's."""
    return request.path.startswith(PROGRAMS)


def answer_programs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: whatever goes wrong around an answer, a program is told in problem details."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 400 and is_page and is_called(request):
            content = described(response.status_code)
            return JsonResponse(content, status=response.status_code, content_type=PROBLEM)
        return response

    return answer


def _content(status: int, code: str, words: str, errors: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": f"urn:moothall:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": words,
        "code": code,
        "errors": errors,
    }
