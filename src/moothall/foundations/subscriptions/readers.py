"""Follows everything that happens, for those who follow some of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from moothall.foundations.subscriptions import operations, queries
from moothall.foundations.subscriptions.queries import Happening
from moothall.kernel import describing, readers
from moothall.kernel.act import Act
from moothall.kernel.reactions import Envelope


@readers.reader("subscriptions.note", batch=200)
def note_who_is_told(act: Act, events: Sequence[Envelope[Any]]) -> None:
    """Note who is to be told of what happened on matters, of what there are words for."""
    found = [one for one in events if one.matter and describing.has_words(type(one.event))]
    public = [(one.at, one.act) for one in found if one.actor is None and one.act is not None]
    actors = queries.read_actors(public)
    happenings = [
        replace(_happening(one), actor=one.actor or (actors.get(one.act) if one.act else None))
        for one in found
    ]
    if happenings:
        operations.note(act, happenings=happenings)


def _happening(one: Envelope[Any]) -> Happening:
    assert one.matter is not None
    is_internal = one.event.audience == "organisation"
    return Happening(one.id, one.at, one.event.event_name(), one.matter, one.actor, is_internal)
