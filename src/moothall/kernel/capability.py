"""What a capability says about itself, and how its rooms are opened when Moothall starts.

Everything that others need to know of a capability stands in its ``apps.py``, in the words of
:mod:`moothall.kernel.manifest`; nobody below or beside it knows its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig, apps

from moothall.kernel.manifest import Counted, Entry, Kept, Known, Page, Permission, Searched, Shown, Words
from moothall.kernel.settings import Settings

ROOMS = (
    "events", "queries", "exports", "operations", "reactions", "readers", "describe", "folders", "blocks",
    "steps", "today", "tasks", "commands",
)  # fmt: skip
"""Rooms that register something when they are imported; opened in this order."""


class Capability(AppConfig):
    """One thing the place can do. Subclass it in the capability's ``apps.py`` with ``name`` and ``title``.

    ``permissions`` are its own; ``roles`` says which of them each usual role of an organisation gives;
    ``navigation`` and ``pages`` offer its addresses; ``matters`` says where those that are its own are
    seen; ``searched`` what everybody can search for; ``counts`` what is published of it in figures;
    ``keeps_about_people`` what it holds of anybody; ``settings`` is the model of what organisations may set.
    """

    title: str = ""
    permissions: ClassVar[Sequence[Permission]] = ()
    roles: ClassVar[Mapping[str, Sequence[str]]] = {}
    usual_roles: ClassVar[Mapping[str, Words]] = {}
    navigation: ClassVar[Sequence[Entry]] = ()
    pages: ClassVar[Mapping[Known, Page]] = {}
    matters: ClassVar[Sequence[Shown]] = ()
    searched: ClassVar[Sequence[Searched]] = ()
    counts: ClassVar[Sequence[Counted]] = ()
    keeps_about_people: ClassVar[Sequence[Kept]] = ()
    settings: ClassVar[type[Settings] | None] = None
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open every room that is there, so that its operations, events, reactions and steps are known."""
        for room in ROOMS:
            self.open_room(room)

    def open_room(self, room: str) -> None:
        """Import ``room`` if it is there."""
        dotted = f"{self.name}.{room}"
        if find_spec(dotted) is not None:
            import_module(dotted)


def capabilities() -> Iterator[Capability]:
    """Every capability of the place, lowest storey first."""
    return (config for config in apps.get_app_configs() if isinstance(config, Capability))


def counted() -> list[Counted]:
    """Everything that is declared to be counted."""
    return [one for capability in capabilities() for one in capability.counts]


def open_rooms(room: str) -> None:
    """Open a ``room`` of every capability that is not opened at every start: what only the demo needs."""
    for one in capabilities():
        one.open_room(room)


def permissions() -> dict[str, Permission]:
    """Every permission that is declared, by its code."""
    return {one.code: one for capability in capabilities() for one in capability.permissions}


def with_carried(codes: Iterable[str]) -> frozenset[str]:
    """The permissions ``codes`` with all that they carry."""
    known, found, left = permissions(), set[str](), list(codes)
    while left:
        code = left.pop()
        if code not in found:
            found.add(code)
            left.extend(known[code].carries if code in known else ())
    return frozenset(found)
