"""The API door: ``POST /api/operations/NAME`` and ``POST /api/queries/NAME``, derived from the registry.

Described by OpenAPI 3.1 at ``/api/openapi.json``; refusals are problem details (RFC 9457); a program shows
its organisation's key (``Authorization: Bearer moot_…``) and may repeat any call with the same
``Idempotency-Key``.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Any, get_args, get_origin

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field, PydanticSchemaGenerationError, TypeAdapter, create_model
from pydantic.errors import PydanticUserError
from pydantic_core import to_json

from moothall.kernel import act as acts
from moothall.kernel import capability, clock, context, registry
from moothall.kernel.act import Act, Door, Purpose
from moothall.kernel.operations import api_keys
from moothall.kernel.refusal import Busy, Refused

PROBLEM = "application/problem+json"
TROUBLES = {
    400: ("not-read", "What was sent could not be read."),
    404: ("not-found", "There is no such operation or query."),
    405: ("not-so", "Call it with POST."),
    408: ("too-slow", "It took too long to arrive."),
    413: ("too-long", "More was sent than this takes."),
    500: ("broken", "Something went wrong here. It has been noted."),
    503: ("away", "Not just now. Try again in a minute."),
}
"""What can go wrong before or around an operation: code and title of the problem by HTTP status."""


BOUNDS = {"limit": (1, 10_000)}
"""The least and the most that an argument of a name may be, whatever takes it."""


class Writer(BaseRenderer):
    """Writes results as JSON, ids as keys too."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """``data`` in JSON."""
        return to_json(data)


class OrganisationKey(HttpBearer):
    """Authentication by an organisation's key."""

    def authenticate(self, request: HttpRequest, token: str) -> Act | None:
        """The act of the key's organisation, or ``None`` for a key that was never made or has ended."""
        moment = clock.now()
        asking = acts.system(door=Door.API)
        found = context.ask(asking, "SELECT * FROM moothall.key_shown(%s, %s)", api_keys.digest(token))
        if not found:
            return None
        organisation, permissions, until_at = found[0]
        if until_at is not None and until_at <= moment:
            return None
        return Act(
            role=acts.Role.STAFF,
            door=Door.API,
            at=moment,
            id=clock.uuid7(moment),
            organisation=organisation,
            permissions=capability.with_carried(permissions),
            purpose=_purpose(request.headers.get("Purpose", Purpose.SERVICE)),
            key=request.headers.get("Idempotency-Key"),
        )


def _purpose(said: str) -> str:
    """What the program says that it acts for. Refused if that is no purpose."""
    if said not in set(Purpose):
        raise Refused(f"Say what you act for in the header Purpose: {', '.join(Purpose)}.", code="purpose")
    return said


def build() -> NinjaAPI:
    """The API of everything registered whose arguments and result can be written as JSON."""
    api = NinjaAPI(
        title="Moothall",
        version="1",
        description="Everything an organisation's programs can do and ask.",
        urls_namespace="api",
        auth=OrganisationKey(),
        renderer=Writer(),
        docs_url=None,
    )
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _misunderstood)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(DataError, _beyond)  # a number or text that no column holds
    for entry in registry.entries().values():
        if is_offered(entry):
            _offer(api, entry)
    return api


def is_offered(entry: registry.Entry) -> bool:
    """Whether an operation or query can be called with JSON."""
    try:
        _body(entry)
        TypeAdapter(entry.result)
    except (PydanticSchemaGenerationError, PydanticUserError):
        return False
    return True


def _offer(api: NinjaAPI, entry: registry.Entry) -> None:
    body = _body(entry)
    path = f"/{'operations' if entry.changes else 'queries'}/{entry.name}"
    api.post(
        path,
        operation_id=entry.name.replace(".", "_"),
        summary=entry.words.split("\n")[0],
        description=f"{entry.words}\n\nFor {entry.allow.documented or entry.allow.words}.",
        tags=[entry.name.split(".")[0]],
        response=entry.result,
    )(_endpoint(entry, body))


def _body(entry: registry.Entry) -> type[BaseModel]:
    parameters = inspect.signature(entry.function).parameters
    fields: dict[str, Any] = {
        name: (_written(hint), _field(name, ... if name in entry.required else parameters[name].default))
        for name, hint in entry.arguments.items()
    }
    words = "".join(part.title() for part in entry.name.replace(".", "_").split("_"))
    return create_model(words, __config__=ConfigDict(extra="forbid"), **fields)


def _field(name: str, default: Any) -> Any:
    least, most = BOUNDS.get(name, (None, None))
    return Field(default, ge=least, le=most)


def _written(hint: Any) -> Any:
    """The type of an argument in JSON: what is only gone through is a list there, looked at as a whole."""
    return list[get_args(hint)] if get_origin(hint) is Iterable else hint  # type: ignore[misc]


def _endpoint(entry: registry.Entry, body: type[BaseModel]) -> Callable[..., Any]:
    def endpoint(request: HttpRequest, body: Any) -> Any:
        arguments = {name: getattr(body, name) for name in entry.arguments}
        return entry.call(request.auth, **arguments)  # type: ignore[attr-defined]

    endpoint.__name__ = entry.name.replace(".", "_")
    endpoint.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
            inspect.Parameter("body", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=body),
        ]
    )
    return endpoint


def problem(refusal: Refused) -> JsonResponse:
    """``refusal`` as problem details (RFC 9457)."""
    answer = _answered(
        refusal.status,
        refusal.code,
        refusal.words,
        [{"pointer": f"/{name}", "detail": words} for name, words in refusal.fields.items()],
    )
    if isinstance(refusal, Busy):
        answer.headers["Retry-After"] = str(refusal.again_after_seconds)
    return answer


def described(status: int) -> dict[str, Any]:
    """Problem details of what went wrong before or around an operation."""
    code, title = TROUBLES.get(status, TROUBLES[500])
    return {"type": f"urn:moothall:problem:{code}", "title": title, "status": status, "errors": []}


def is_called(request: HttpRequest) -> bool:
    """Whether a request is a program's, which reads JSON and no pages."""
    return request.path.startswith("/api/")


def answer_programs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: whatever goes wrong before or around an operation, a program is told in problem details."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 400 and is_page and is_called(request):
            return JsonResponse(
                described(response.status_code), status=response.status_code, content_type=PROBLEM
            )
        return response

    return answer


def _answered(status: int, code: str, title: str, errors: list[dict[str, str]]) -> JsonResponse:
    content = {"type": f"urn:moothall:problem:{code}", "title": title, "status": status, "errors": errors}
    return JsonResponse(content, status=status, content_type=PROBLEM)


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    return problem(refusal)


def _misunderstood(request: HttpRequest, wrong: Any) -> HttpResponse:
    errors = [
        {"pointer": "/" + "/".join(str(part) for part in error["loc"][2:]), "detail": error["msg"]}
        for error in wrong.errors
    ]
    return _answered(400, "misunderstood", "Some of what was sent could not be understood.", errors)


def _unreadable(request: HttpRequest, wrong: Any) -> HttpResponse:
    return JsonResponse(described(wrong.status_code), status=wrong.status_code, content_type=PROBLEM)


def _beyond(request: HttpRequest, wrong: Any) -> HttpResponse:
    return JsonResponse(described(400), status=400, content_type=PROBLEM)


def _unknown(request: HttpRequest, wrong: Any) -> HttpResponse:
    return _answered(401, "who-are-you", "Show your organisation's key: Authorization: Bearer moot_….", [])
