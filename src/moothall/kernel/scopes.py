"""Scopes: what a program of an organisation may do there, by the codes of permissions.

What a scope opens is drawn from the permissions that operations and queries declare, so nothing has to be
listed twice: by asking each whether it would let in a program with that one scope.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from moothall.kernel import capability, registry
from moothall.kernel.act import Act, Door, Role
from moothall.kernel.extent import everywhere
from moothall.kernel.registry import Entry

SOMEWHERE = UUID(int=0)
TRY = Act(
    role=Role.STAFF,
    door=Door.API,
    at=datetime(2000, 1, 1, tzinfo=UTC),
    id=SOMEWHERE,
    organisation=SOMEWHERE,
    program=SOMEWHERE,
)
"""An act of a program without any scope, to try permissions with."""


@cache
def _known() -> Mapping[str, Act]:
    """Every scope that people give, with the act of a program that has it and what it carries."""
    given = (one.code for one in capability.permissions().values() if one.lets)
    return {code: replace(TRY, permissions=everywhere([code])) for code in given}


def opening(entry: Entry) -> frozenset[str]:
    """The scopes each of which opens ``entry`` to a program; none for what is open to every program, or to
    none."""
    if entry.allow.allows(TRY):
        return frozenset()
    return frozenset(scope for scope, act in _known().items() if entry.allow.allows(act))


def opened(scope: str) -> list[Entry]:
    """What is published and opened by ``scope``."""
    return [entry for entry in registry.published("v1").values() if scope in opening(entry)]


def opened_to_all() -> list[Entry]:
    """What is published and open to every program."""
    return [entry for entry in registry.published("v1").values() if entry.allow.allows(TRY)]


def useful() -> dict[str, str]:
    """The scopes that open something, with what they let a program do, in words."""
    words = capability.permissions()
    return {scope: str(words[scope].lets) for scope in _known() if opened(scope)}


@cache
def of_capability(name: str) -> tuple[str, ...]:
    """The scopes that open anything of a capability, published or not: only a program with one of them has to
    do with the people whom it knows of."""
    entries = (entry for entry in registry.ENTRIES.values() if entry.name.split(".")[0] == name)
    return tuple(sorted({scope for entry in entries for scope in opening(entry)}))
