"""The API door: everything that is published, at ``/api/v1/<capability>/<name>``.

A query is asked with GET, its arguments in the query string; an operation is carried out with POST, its
arguments as a JSON object. Both are derived from the registry; ``/api/v1/openapi.json`` describes them.
"""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, get_origin

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path
from pydantic import TypeAdapter, ValidationError

from moothall.kernel import registry
from moothall.kernel.act import Act
from moothall.kernel.doors import programs, sizes
from moothall.kernel.doors.arguments import model_of
from moothall.kernel.doors.lists import CURSOR
from moothall.kernel.doors.protocol import Answer, Protocol
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.registry import Entry

ASKS = Protocol(caller=programs.caller)
CHANGES = Protocol(caller=programs.caller, method="POST", most_octets=sizes.CHANGE)


def urls() -> list[URLPattern]:
    """The address of everything that is published."""
    return [_address(entry) for entry in registry.published("v1").values()]


def _address(entry: Entry) -> URLPattern:
    protocol, answer = (CHANGES, _change) if entry.changes else (ASKS, _ask)
    view = protocol.endpoint(partial(answer, entry), allow=entry.allow)
    return path(f"v1/{entry.name.replace('.', '/')}", view, name=f"api-v1-{entry.name}")


def _ask(entry: Entry, act: Act, request: HttpRequest) -> Answer:
    """The answer to a query. Raises ``NotFound`` when there is none."""
    found = entry.call(act, **_given(entry, _from_query(entry, request.GET)))
    if found is None:
        raise NotFound("There is nothing of the kind, or nothing that this program may see.")
    return ASKS.written(request, _adapter(entry.result).dump_json(found), **_links(request, found))


def _change(entry: Entry, act: Act, request: HttpRequest) -> Answer:
    """The outcome of an operation."""
    if request.content_type != "application/json":
        raise Refused("Send the arguments as application/json.", code="not-json", status=415)
    outcome = entry.call(act, **_given(entry, request.body))
    if outcome is None:
        return HttpResponse(status=204)
    return _adapter(entry.result).dump_json(outcome)


def _given(entry: Entry, sent: Mapping[str, object] | bytes) -> dict[str, Any]:
    """The arguments as the types that are declared. Refused with what is wrong with each."""
    model = model_of(entry.name)
    try:
        read = model.model_validate_json(sent) if isinstance(sent, bytes) else model.model_validate(sent)
    except ValidationError as wrong:
        raise _misunderstood(wrong) from None
    return {name: getattr(read, name) for name in entry.arguments}


def _from_query(entry: Entry, sent: QueryDict) -> dict[str, object]:
    """Each parameter once, those that take several as a list."""
    return {
        name: sent.getlist(name) if _takes_several(entry.arguments.get(name)) else sent[name] for name in sent
    }


def _takes_several(hint: object) -> bool:
    return get_origin(hint) in (list, tuple, set, frozenset)


def _misunderstood(wrong: ValidationError) -> Refused:
    fields = {"/".join(map(str, error["loc"])): error["msg"] for error in wrong.errors(include_url=False)}
    words = "Some of what was sent could not be understood."
    return Refused(words, fields=fields, code="misunderstood", status=400)


def _links(request: HttpRequest, found: object) -> dict[str, str]:
    """The link to the next page (RFC 8288), if there is one."""
    if not isinstance(found, Page) or not found.has_more:
        return {}
    asked = request.GET.copy()
    asked[CURSOR] = found.next
    return {"Link": f'<{request.path}?{asked.urlencode()}>; rel="next"'}


@cache
def _adapter(result: Any) -> TypeAdapter[Any]:
    """How results of a type are written."""
    return TypeAdapter(result)
