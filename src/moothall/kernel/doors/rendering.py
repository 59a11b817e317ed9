"""Pages from templates: what each shows is a frozen record, so that it is checked and tells what the page
needs."""

from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol

from django import shortcuts
from django.http import HttpRequest, HttpResponse


class Context(Protocol):
    """What a page shows: a frozen dataclass, whose fields are the names in its template."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def render(
    request: HttpRequest, template: str, context: Context | None = None, *, status: int = 200
) -> HttpResponse:
    """The page that ``template`` makes of what it shows."""
    return shortcuts.render(request, template, values_of(context), status=status)


def values_of(context: Context | None) -> dict[str, Any]:
    """The names of a template with what stands for each."""
    return {one.name: getattr(context, one.name) for one in fields(context)} if context else {}
