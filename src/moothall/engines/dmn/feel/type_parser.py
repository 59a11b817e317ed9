"""FEEL types in text (DMN 1.5, 10.3.1.2, rule 54)."""

from __future__ import annotations

from ..problems import closest
from ..values.types import (
    ANY,
    SIMPLE_TYPES,
    ContextType,
    DefinedType,
    FunctionType,
    ListType,
    RangeType,
    Type,
    simple_type,
)
from .cursor import Cursor
from .lexer import NAME, normal_name
from .scope import Names, Surroundings

BUILT_IN_TYPES = Names([*SIMPLE_TYPES, "list", "range", "context"])
STOP_WORDS = frozenset({"and", "or", "then", "else", "return", "satisfies", "in", "between"})


def read_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    """The type at the cursor; an unknown name is noted as a problem and read as a type with no values."""
    cursor.deeper()
    opened = cursor.following.text == "<" and cursor.token.kind == NAME
    reader = _WITH_PARTS.get(cursor.token.text) if opened else None
    if reader:
        cursor.take()
        cursor.take()
        type_ = reader(cursor, surroundings)
    elif cursor.at_word("function"):
        cursor.take()
        type_ = FunctionType((), ANY)
    else:
        type_ = _named_type(cursor, surroundings)
    cursor.depth -= 1
    return type_


def _named_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    start = cursor.position
    if cursor.token.kind != NAME:
        cursor.fail(expected="the name of a type")
    matches = [BUILT_IN_TYPES.longest_at(cursor.tokens, start)]
    matches.append(_type_names(surroundings).longest_at(cursor.tokens, start))
    best = max((match for match in matches if match), key=lambda match: match[1], default=None)
    if best:
        cursor.position += best[1]
        return surroundings.types.get(best[0]) or simple_type(best[0]) or ANY
    return _unknown_type(cursor, surroundings)


def _type_names(surroundings: Surroundings) -> Names:
    return Names(surroundings.types)


def _unknown_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    start = cursor.position
    while (cursor.token.kind == NAME and cursor.token.text not in STOP_WORDS) or cursor.at_sign("."):
        cursor.take()
    name = normal_name(cursor.written(start, cursor.position)) if cursor.position > start else ""
    if not name:
        cursor.fail(expected="the name of a type")
    known = [*SIMPLE_TYPES, *surroundings.types]
    cursor.note(
        "There is no type of this name.",
        cursor.tokens[start].start,
        text=name,
        suggestion=closest(name, known),
    )
    return DefinedType(name, ANY, lambda _value: False)


def _list_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    item = read_type(cursor, surroundings)
    cursor.expect_sign(">")
    return ListType(item)


def _range_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    item = read_type(cursor, surroundings)
    cursor.expect_sign(">")
    return RangeType(item)


def _context_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    fields: list[tuple[str, Type]] = []
    while not cursor.takes_sign(">"):
        if fields:
            cursor.expect_sign(",")
        start = cursor.position
        while cursor.token.kind == NAME:
            cursor.take()
        if cursor.position == start:
            cursor.fail(expected="the name of an entry")
        name = normal_name(cursor.written(start, cursor.position))
        cursor.expect_sign(":")
        fields.append((name, read_type(cursor, surroundings)))
    return ContextType(tuple(fields))


def _function_type(cursor: Cursor, surroundings: Surroundings) -> Type:
    parameters: list[Type] = []
    while not cursor.takes_sign(">"):
        if parameters:
            cursor.expect_sign(",")
        parameters.append(read_type(cursor, surroundings))
    cursor.expect_sign("->")
    return FunctionType(tuple(parameters), read_type(cursor, surroundings))


_WITH_PARTS = {
    "list": _list_type,
    "range": _range_type,
    "context": _context_type,
    "function": _function_type,
}
