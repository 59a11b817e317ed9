"""What changes between two versions of a pack, in the order of its files, for people to read."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from moothall.services.problems import Way, in_words
from moothall.services.reading import BESIDE, Content

AROUND = 2
"""Lines shown before and after a changed one of a text."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise: where, and what it was and becomes (``None``: it is not there). Of a long
    text the changed ``lines``, each with its sign."""

    where: str
    before: str | None
    after: str | None
    lines: tuple[str, ...] = ()


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Everything that differs."""
    said = [{key: value for key, value in one.items() if key not in BESIDE} for one in (before, after)]
    found = [*_values(said[0], said[1], ())]
    found += _values(before.get("words", {}), after.get("words", {}), ("words",))
    found += _texts(_mapping(before.get("files")), _mapping(after.get("files")))
    return tuple(found)


def _values(before: JsonValue, after: JsonValue, way: Way) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _values(before.get(key), after.get(key), (*way, key))
    elif _have_ids(before) and _have_ids(after):
        yield from _by_id(before, after, way)
    else:
        yield Difference(in_words(way), _shown(before), _shown(after))


def _by_id(before: JsonValue, after: JsonValue, way: Way) -> Iterator[Difference]:
    """Lists of what has names: each by its name, whatever its position; and the order, where it differs."""
    was, becomes = (({str(_mapping(one)["id"]): one for one in _list(each)}) for each in (before, after))
    for name in [*was, *(name for name in becomes if name not in was)]:
        yield from _values(was.get(name), becomes.get(name), (*way, name))
    order, later = [name for name in was if name in becomes], [name for name in becomes if name in was]
    if order != later:
        yield Difference(in_words(way), ", ".join(order), ", ".join(later))


def _texts(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> Iterator[Difference]:
    for path in sorted({*before, *after}):
        was, becomes = before.get(path), after.get(path)
        if was == becomes:
            continue
        if isinstance(was, str) and isinstance(becomes, str):
            yield Difference(path, was, becomes, _changed_lines(was, becomes))
        else:
            yield Difference(path, _shown(was), _shown(becomes))


def _changed_lines(was: str, becomes: str) -> tuple[str, ...]:
    lines = difflib.unified_diff(was.splitlines(), becomes.splitlines(), n=AROUND, lineterm="")
    return tuple(line for line in lines if not line.startswith(("---", "+++")))


def _shown(value: JsonValue) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(_shown(one)) for one in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _have_ids(value: JsonValue) -> bool:
    names = [_mapping(one).get("id") for one in _list(value)]
    return isinstance(value, list) and bool(names) and all(names) and len({*map(str, names)}) == len(names)


def _list(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list) else ()


def _mapping(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}
