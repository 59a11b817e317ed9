"""The API in OpenAPI 3.1, derived from what is published."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from moothall.kernel import registry, scopes
from moothall.kernel.act import Act
from moothall.kernel.doors import problems
from moothall.kernel.doors.arguments import model_of
from moothall.kernel.doors.protocol import Protocol
from moothall.kernel.registry import Entry

Json = dict[str, Any]
LICENCE = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}
REF = "#/components/schemas/{model}"
WORDS = """Everything an organisation's programs can ask and do, for the organisation they belong to.

A program shows its key, or a token that it got for it at `/oauth/token` (`Authorization: Bearer …`). It
reaches what its organisation may see, as far as its scopes go. Queries are asked with GET and answer with an
`ETag`: ask again with `If-None-Match`. Lists come in pages: `next` is the `cursor` of the page after, which
the `Link` header leads to. Operations are carried out with POST; sent again with the same `Idempotency-Key`
they change nothing and answer as the first time. `Purpose` says what for (`service`, `care`, `safeguarding`,
`statistics`). Whatever is refused is told as problem details (RFC 9457): go by `code`. What is read about a
person is recorded and shown to them."""


def text() -> str:
    """The whole description."""
    with translation.override("en"):
        return _written(described())


def text_of(name: str) -> str:
    """What is published of the capability ``name``, as it is committed in its ``api.json``: a line for each
    thing; empty if nothing is. Which scopes open it is left out: others carry what they like."""
    entries = [entry for entry in registry.published("v1").values() if _capability(entry) == name]
    with translation.override("en"):
        paths, parts = _paths(entries)
        for entry in entries:
            for about in paths[_address(entry)].values():
                about["security"] = entry.allow.documented or str(entry.allow.words)
    return _written({"paths": paths, "schemas": parts}) if entries else ""


def _written(found: Json) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@cache
def described() -> Json:
    """The whole description, as data."""
    entries = list(registry.published("v1").values())
    paths, parts = _paths(entries)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Moothall", "version": "1", "description": WORDS, "license": LICENCE},
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": name} for name in sorted({_capability(entry) for entry in entries})],
        "paths": paths,
        "components": {"schemas": parts | {"Problem": problems.SCHEMA}, "securitySchemes": _ways_in()},
    }


def _paths(entries: list[Entry]) -> tuple[Json, Json]:
    """The address of each with what it takes and answers, and the schemas they refer to."""
    schemas, parts = _schemas(entries)
    taken = {entry.name: (schemas[entry.name, "in"], schemas[entry.name, "out"]) for entry in entries}
    return {_address(entry): _path(entry, *taken[entry.name]) for entry in entries}, parts


def _address(entry: Entry) -> str:
    return f"/{entry.name.replace('.', '/')}"


def _capability(entry: Entry) -> str:
    return entry.name.split(".")[0]


def _schemas(entries: list[Entry]) -> tuple[dict[tuple[str, str], Json], Json]:
    """The JSON Schema of what each takes and answers, by its name and ``in`` or ``out``; and of whatever they
    are made of."""
    wanted: list[tuple[tuple[str, str], JsonSchemaMode, TypeAdapter[Any]]] = []
    for entry in entries:
        wanted.append(((entry.name, "in"), "validation", TypeAdapter(model_of(entry.name))))
        wanted.append(((entry.name, "out"), "serialization", TypeAdapter(entry.result)))
    found, whole = TypeAdapter.json_schemas(wanted, ref_template=REF)
    return {key: schema for (key, _mode), schema in found.items()}, whole.get("$defs", {})


def _path(entry: Entry, taken: Json, answered: Json) -> Json:
    about = {
        "operationId": entry.name.replace(".", "_"),
        "tags": [_capability(entry)],
        "summary": entry.words.split("\n")[0].rstrip("."),
        "description": entry.words,
        "security": _security(entry),
        "responses": _responses(entry, answered),
    }
    if entry.changes:
        body = {"required": True, "content": {"application/json": {"schema": taken}}}
        return {"post": about | {"requestBody": body, "parameters": [IDEMPOTENCY, PURPOSE]}}
    return {"get": about | {"parameters": [*_parameters(taken), PURPOSE]}}


IDEMPOTENCY = {
    "name": "Idempotency-Key", "in": "header", "schema": {"type": "string"},
    "description": "Sent again with the same key, the operation changes nothing and answers as before.",
}  # fmt: skip
PURPOSE = {
    "name": "Purpose", "in": "header", "schema": {"type": "string", "default": "service"},
    "description": "What it is done for.",
}  # fmt: skip


def _parameters(taken: Json) -> list[Json]:
    """The arguments of a query, each as a parameter in the query string."""
    required = set(taken.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": schema}
        for name, schema in taken.get("properties", {}).items()
    ]


def _security(entry: Entry) -> list[Json]:
    """A key, or a token with any one of the scopes that open it."""
    needed = [[scope] for scope in sorted(scopes.opening(entry))] or [[]]
    return [{"key": []}, *({"token": some} for some in needed)]


def _responses(entry: Entry, answered: Json) -> Json:
    problem = {"schema": {"$ref": REF.format(model="Problem")}}
    refused = {"description": "Refused", "content": {problems.PROBLEM: problem}}
    content = {"application/json": {"schema": answered}}
    if not entry.changes:
        tag = {"ETag": {"schema": {"type": "string"}}}
        found = {"description": "Found", "content": content, "headers": tag}
        return {"200": found, "304": {"description": "You have it already"}, "default": refused}
    if entry.result is type(None):
        return {"204": {"description": "Done"}, "default": refused}
    return {"200": {"description": "Done", "content": content}, "default": refused}


def _ways_in() -> Json:
    flows = {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes.useful()}}
    return {
        "key": {"type": "http", "scheme": "bearer", "description": "The key of a program."},
        "token": {"type": "oauth2", "flows": flows},
    }


def _document(act: Act, request: HttpRequest) -> str:
    return text()


document = Protocol(for_any_site=True, seconds=300).endpoint(_document)
"""``GET /api/v1/openapi.json``."""
