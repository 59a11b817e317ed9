"""Events: what has happened, in the past tense, as frozen dataclasses of ids and codes."""

import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, Literal, Self, get_args, get_type_hints
from uuid import UUID

from moothall.kernel import naming

Audience = Literal["matter", "organisation", "public"]

_KNOWN: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclass it in a capability's ``events.py``: a frozen dataclass named with a
    past participle.

    Fields are ids, codes, numbers, dates and moments: never personal data, never free text. ``audience`` says
    whether everyone on the matter may see it, only the organisation it happened in, or everybody: what is
    public says neither who did it nor for whom. An event that ``names_nobody`` is there to be counted: its
    event says neither who, nor for whom, nor in which act, and of the moment only the hour, so that nothing
    joins it to what else was done. An event that ``undoes`` another ends what that one began, one that
    ``moves`` another puts it on another day; ``about`` is the field by which they speak of the same thing,
    ``day`` the one that says when it takes place, ``receiver`` the one that names the organisation it is for,
    if that is another than the one it happened in. One that ``is_silent`` stands in no timeline, so nobody
    has words for it.

    What was stored stays as it was. Whoever changes the fields raises ``schema_version`` and says in
    :meth:`upgraded` what an older payload means now; the capability's ``tests/events.json`` holds every
    stored shape.
    """

    audience: ClassVar[Audience] = "matter"
    names_nobody: ClassVar[bool] = False
    is_silent: ClassVar[bool] = False
    schema_version: ClassVar[int] = 1
    undoes: ClassVar["type[Event] | None"] = None
    moves: ClassVar["type[Event] | None"] = None
    about: ClassVar[str] = ""
    day: ClassVar[str] = ""
    receiver: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        _KNOWN[cls.event_name()] = cls

    @classmethod
    def event_name(cls) -> str:
        """Such as ``bookings.SlotBooked``: the capability and the class."""
        return f"{naming.name_of(cls.__module__)}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    @cache
    def _hints(cls) -> dict[str, Any]:
        """The fields with their types."""
        hints = get_type_hints(cls)
        return {field.name: hints[field.name] for field in fields(cls)}

    @classmethod
    def upgraded(cls, payload: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """What the present version would have stored for ``payload``, which ``version`` stored."""
        return payload

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], version: int | None = None) -> Self:
        """The event that :meth:`payload` was made from, by ``version`` (else the present one); fields that
        are no longer known are left out."""
        if version is not None and version < cls.schema_version:
            payload = cls.upgraded(payload, version)
        hints = cls._hints()
        return cls(**{name: _typed(value, hints[name]) for name, value in payload.items() if name in hints})

    @classmethod
    def shape(cls) -> dict[str, str]:
        """The stored fields and their types in words: what a change must not alter unseen."""
        return {name: _in_words(hint) for name, hint in sorted(cls._hints().items())}


def known() -> Mapping[str, type[Event]]:
    """Every event class by its name."""
    return types.MappingProxyType(_KNOWN)


def _in_words(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)


def undoing() -> Mapping[str, tuple[str, str]]:
    """For every event that undoes another: the other's name, and the field by which they belong together."""
    return {name: (kind.undoes.event_name(), kind.about) for name, kind in _KNOWN.items() if kind.undoes}


def moving() -> Mapping[str, str]:
    """For every event that moves another to another day: the other's name."""
    return {name: kind.moves.event_name() for name, kind in _KNOWN.items() if kind.moves}


def standing_kinds() -> frozenset[str]:
    """The names of all events that begin something another can undo, and of those that undo or move it."""
    return frozenset(undoing()) | frozenset(moving()) | {begun for begun, _ in undoing().values()}


def dated_kinds() -> frozenset[str]:
    """The names of all events that say when something takes place."""
    return frozenset(name for name, kind in _KNOWN.items() if kind.day)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


def _typed(value: Any, hint: Any) -> Any:
    """``value`` from JSON as the type its field was declared with."""
    if value is None:
        return None
    wanted = {hint, *get_args(hint)}
    if isinstance(value, list):
        items = [argument for argument in get_args(hint) if argument is not Ellipsis]
        return tuple(_typed(item, items[0] if items else str) for item in value)
    if UUID in wanted:
        return UUID(value)
    if datetime in wanted:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if date in wanted else value
