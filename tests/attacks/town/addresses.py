"""Every address of the place, found from the URL resolver, so that a new page is tried by itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

WORDS = {"service": "bulky-waste", "action": "note"}
"""Words that parts of addresses may be; any other part is tried as ``check``."""
CHANGES_EVERY_TIME = re.compile(
    r'nonce="[^"]*"|value="[A-Za-z0-9_-]{20,}"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
)


@dataclass(frozen=True)
class Address:
    """The pattern of an address, with ``{name}`` for each of its parts, and the kind of each part."""

    route: str
    parts: Mapping[str, str]
    label: str
    """The label of the app whose view answers."""

    @property
    def takes_ids(self) -> bool:
        """Whether a part is the id of something."""
        return "uuid" in self.parts.values()

    def fits(self, table: str) -> bool:
        """Whether an id in it may be one of this table's rows: its app's own, or one its parts are named
        after."""
        label, _, name = table.rpartition("_")
        return label == self.label or name in self.parts

    def with_id(self, identity: UUID, among: Mapping[str, UUID]) -> str:
        """The address it makes with ``identity`` as its last id, the rows ``among`` tables that earlier ones
        are named after, and some word for every word."""
        *earlier, last = [name for name, kind in self.parts.items() if kind == "uuid"]
        known = {name: str(one) for name in earlier for table, one in among.items() if table.endswith(name)}
        filled = {name: WORDS.get(name, "check") for name in self.parts} | known | {last: str(identity)}
        return "/" + self.route.format(**filled)


def addresses() -> list[Address]:
    """Every address, the API's and sign-in's too."""
    return list(_below(get_resolver().url_patterns, ""))


def _below(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _below(one.url_patterns, before + str(one.pattern))
        else:
            yield _address(before + str(one.pattern).removeprefix("^").removesuffix("$"), one.callback)


def _address(route: str, view: Callable[..., object]) -> Address:
    parts = {name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", route)}
    parts |= dict.fromkeys(re.findall(r"\(\?P<(\w+)>", route), "str")
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", route)
    app = apps.get_containing_app_config(view.__module__)
    return Address(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", plain), parts, app.label if app else "")


def seen(answer: HttpResponse) -> tuple[int, str, str]:
    """What a response shows, without what changes every time: status, where it leads, its words."""
    body = "" if answer.streaming else answer.content.decode(errors="replace")
    to = answer.headers.get("Location", "")
    return answer.status_code, CHANGES_EVERY_TIME.sub("*", to), CHANGES_EVERY_TIME.sub("*", body)
