"""Everybody calls every registered operation and query with other people's ids: as if there were nothing."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from django.db import transaction

from moothall.foundations.documents.intake import Accepted, accept
from moothall.kernel import clock, registry
from moothall.kernel.refusal import Refused
from moothall.kernel.registry import Entry
from tests.attacks.town.changes import written
from tests.attacks.town.peopled import Peopled, Viewer

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
PLAIN: Mapping[Any, Any] = {
    str: "x", int: 1, float: 1.0, bool: True, bytes: b"x", date: date(2026, 1, 1), time: time(9),
    datetime: datetime.fromisoformat("2027-01-01T00:00:00+00:00"), Any: "x",
    Accepted: accept("a.txt", b"a"),
}  # fmt: skip
BY_WHO_KNOWS = {
    ("an agent for something else", table) for table in ("kernel_person", "kernel_contact", "kernel_datakey")
}
"""Whom somebody acts for they know, whatever it is for."""


def test_what_others_may_reach_is_for_strangers_not_there(peopled: Peopled):
    told, calls = [], 0
    for name, viewer in peopled.strangers.items():
        for entry in asking_for_ids(viewer):
            nothing = outcome(viewer, entry, clock.uuid7())
            for table, identity in peopled.ids.items():
                if fits(entry, table, peopled.ids):
                    calls += 1
                    found = outcome(viewer, entry, identity)
                    if found != nothing and (name, table) not in BY_WHO_KNOWS:
                        told.append((name, entry.name, table, *found, *nothing))
    assert not told
    assert calls > 200


def asking_for_ids(viewer: Viewer) -> Iterator[Entry]:
    """The operations and queries that take an id, as far as their permission lets the viewer in at all."""
    for entry in registry.entries().values():
        is_of_a_test = ".tests." in entry.function.__module__
        if not is_of_a_test and any(ids_of(entry)) and entry.allow.allows(viewer.act):
            yield entry


def ids_of(entry: Entry) -> Iterator[str]:
    """The names of its arguments that hold ids; one that says where a list goes on is none."""
    yield from (name for name, hint in entry.arguments.items() if has_ids(hint) and name != "before")


def has_ids(hint: Any) -> bool:
    """Whether values of this type hold ids."""
    return hint is UUID or any(map(has_ids, get_args(hint)))


def fits(entry: Entry, table: str, tables: Collection[str]) -> bool:
    """Whether one of the ids it takes may be a row of ``table``: what an argument is named after or, if that
    is no table's name, anything of its capability."""
    label, _, model = table.rpartition("_")
    names = {name.removesuffix("s") for name in ids_of(entry)}
    unknown = names - {one.rpartition("_")[2] for one in tables} - {"organisation"}
    return model in names or (bool(unknown) and label == entry.name.split(".")[0])


def outcome(viewer: Viewer, entry: Entry, identity: UUID) -> tuple[str, dict[str, int]]:
    """What comes of a call, which is undone: its result or refusal in words, and what it wrote."""
    arguments = {
        name: some(hint, identity)
        for name, hint in entry.arguments.items()
        if name in entry.required or name in set(ids_of(entry))
    }
    with transaction.atomic():
        before = written()
        try:
            with transaction.atomic():
                found = repr(entry.call(viewer.afresh(), **arguments))
        except Refused as refusal:
            found = f"{refusal.status} {refusal.words}"
        wrote = dict(written() - before) if not found[:3].isdigit() else {}
        transaction.set_rollback(True)
    return IDS.sub("*", found), wrote


def some(hint: Any, identity: UUID) -> Any:
    """Some value of the type ``hint``, with ``identity`` for every id in it."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is UUID or (UUID in inside and type(None) in inside):
        return identity
    if type(None) in inside:
        return None
    if origin is dict:
        return {}
    if origin is tuple and Ellipsis not in inside:
        return tuple(some(one, identity) for one in inside)
    if origin is not None and isinstance(origin, type) and issubclass(origin, (list, tuple, set, frozenset)):
        return [some(inside[0], identity)] if has_ids(inside[0]) else []
    if str(origin).startswith("<class 'collections.abc"):
        return [some(inside[0], identity)] if has_ids(inside[0]) else []
    return inside[0] if inside else PLAIN.get(hint)
