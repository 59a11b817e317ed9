"""What the door of every standard needs: methods, who calls, formats, other sites, caching, problems.

A capability that speaks a standard makes one :class:`Protocol` and its endpoints from it; what an endpoint
returns is written by the protocol, and whatever is refused on the way is told as the standard tells it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256

from django.db import DatabaseError, DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from moothall.kernel import act as acts
from moothall.kernel import allow, busy
from moothall.kernel.act import Act, Door
from moothall.kernel.allow import Condition
from moothall.kernel.doors import problems, sizes
from moothall.kernel.refusal import Refused

Answer = str | bytes | HttpResponseBase
Answerer = Callable[..., Answer]
View = Callable[..., HttpResponseBase]
FOR_ANY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def anonymous(request: HttpRequest) -> Act:
    """The act of whoever calls without saying who they are."""
    return acts.public(door=Door.API)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How the door of a standard answers.

    ``caller`` makes the act of a request. It takes ``method`` (GET also means HEAD) and up to
    ``most_octets``. What is ``for_any_site`` may be read by the pages of other websites (CORS), so only what
    is nobody's. Whoever asked may keep an answer for ``seconds`` without asking again. ``problem`` tells a
    refusal in the standard's own way.
    """

    caller: Callable[[HttpRequest], Act] = anonymous
    method: str = "GET"
    for_any_site: bool = False
    seconds: int = 0
    media_type: str = "application/json"
    most_octets: int = sizes.QUESTION
    problem: Callable[[Refused], HttpResponse] = problems.problem

    def endpoint(self, answer: Answerer, *, allow: Condition = allow.anyone) -> View:
        """``answer``, which takes the act, the request and what stands in the path, as a view."""

        @wraps(answer)
        def run(request: HttpRequest, **path: object) -> HttpResponseBase:
            response = self._answered(request, answer, path)
            if self.for_any_site:
                for name, value in (FOR_ANY_SITE | {"Access-Control-Allow-Methods": self.allowed}).items():
                    response.headers[name] = value
            return response

        run.allow = allow  # type: ignore[attr-defined]
        run.most_octets = self.most_octets  # type: ignore[attr-defined]
        run.csrf_exempt = True  # type: ignore[attr-defined]
        return run

    @property
    def allowed(self) -> str:
        """The methods it takes, as headers say them."""
        return "GET, HEAD, OPTIONS" if self.method == "GET" else f"{self.method}, OPTIONS"

    def _answered(self, request: HttpRequest, answer: Answerer, path: dict[str, object]) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": self.allowed})
        if request.method not in self.allowed.split(", "):
            return self._not_so()
        try:
            found = answer(self.caller(request), request, **path)
        except Refused as refusal:
            return self.problem(refusal)
        except DatabaseError as failure:
            return self.problem(_in_words(failure))
        return found if isinstance(found, HttpResponseBase) else self.written(request, found)

    def _not_so(self) -> HttpResponse:
        refusal = Refused(f"This address takes {self.allowed}.", code="not-so", status=405)
        response = self.problem(refusal)
        response.headers["Allow"] = self.allowed
        return response

    def written(self, request: HttpRequest, body: str | bytes, **headers: str) -> HttpResponseBase:
        """``body`` with its ETag; nothing but that if whoever asks has it already, or asks for the head."""
        content = body.encode() if isinstance(body, str) else body
        response = HttpResponse(content, content_type=self.media_type, headers=headers)
        kept = "public" if self.for_any_site else "private"
        response.headers["Cache-Control"] = f"{kept}, max-age={self.seconds}" if self.seconds else "no-cache"
        if self.method != "GET":
            return response
        tag = f'"{sha256(content).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
        found = get_conditional_response(request, etag=tag, response=response) or response
        if request.method == "HEAD" and found is response:
            response.headers["Content-Length"] = str(len(content))
            response.content = b""
        return found


def _in_words(failure: DatabaseError) -> Refused:
    """What the database would not do, as a refusal: others were in the way, or a value that no column holds.
    Raises any other failure again."""
    if isinstance(failure, DataError):
        return Refused("No such value can be kept here.", code="not-read", status=400)
    said = busy.in_words(failure)
    if said is None:
        raise failure
    return said
