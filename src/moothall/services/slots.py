"""Slots: what an organisation that adopts a pack fills in, so that nobody edits a pack to use it.

A pack names its slots with their types, and writes ``{from_slot: team}`` where a value comes from one; its
words may quote a slot as ``{team}``::

    slots:
      team: {type: team}
      area: {type: area, example: WXB}

``default`` is what holds where an adopting organisation says nothing; ``example`` is only for checking the
pack and running its examples, whatever anybody fills in. Pure but for what a type asks of the organisation.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from pydantic import JsonValue, TypeAdapter

from moothall.kernel.act import Act
from moothall.services.mistakes import did_you_mean
from moothall.services.parts import Part
from moothall.services.problems import Problem, Way
from moothall.services.slot_types import SLOT_TYPES

FROM_SLOT = "from_slot"


class SlotSpec(Part):
    """One thing to fill in."""

    type: str
    default: JsonValue = None
    example: JsonValue = None


Values = Mapping[str, JsonValue]
"""What was filled in, by slot."""

_SPECS = TypeAdapter(dict[str, SlotSpec])


def specs_of(content: JsonValue) -> dict[str, SlotSpec]:
    """The slots that the content of a pack names. Raises ``pydantic.ValidationError``."""
    return _SPECS.validate_python(content.get("slots", {}) if isinstance(content, dict) else {})


def texts(slots: Mapping[str, SlotSpec], values: Values) -> dict[str, str]:
    """The values as words quote them, by the name of the blank."""
    return {name.replace("-", "_"): str(value) for name, value in in_effect(slots, values).items()}


def in_effect(slots: Mapping[str, SlotSpec], values: Values) -> dict[str, JsonValue]:
    """The value of every slot: what was filled in, else the default, else something to check with."""
    return {name: _value(name, spec, values) for name, spec in slots.items()}


def filled(content: JsonValue, values: Values) -> JsonValue:
    """``content`` with values in place of ``{from_slot: …}``; those of unknown slots stay."""
    if isinstance(content, list):
        return [filled(one, values) for one in content]
    if not isinstance(content, dict):
        return content
    name = _named(content)
    if name is not None:
        return values.get(name, content)
    return {key: filled(one, values) for key, one in content.items()}


def slot_problems(slots: Mapping[str, SlotSpec], content: JsonValue, values: Values) -> Iterator[Problem]:
    """Slots of unknown types, values that are none of theirs, and names that are no slots."""
    for name, spec in slots.items():
        yield from _misfits(name, spec, values)
    for way, name in _uses(content, ()):
        if name not in slots:
            yield Problem(way, f"there is no slot “{name}”{did_you_mean(name, slots)}")
    for name in values.keys() - slots.keys():
        yield Problem(("slots", name), f"there is no slot “{name}” to fill in{did_you_mean(name, slots)}")


def unfilled(
    act: Act, organisation: UUID, slots: Mapping[str, SlotSpec], values: Values
) -> Iterator[Problem]:
    """What the organisation has to fill in before it can adopt the pack, or has to have."""
    for name, spec in slots.items():
        value = values.get(name, spec.default)
        if value is None:
            yield Problem(("slots", name), f"fill in “{name}”: {spec.type}")
        else:
            words = SLOT_TYPES[spec.type].missing(act, organisation, value)
            if words:
                yield Problem(("slots", name), words)


def _value(name: str, spec: SlotSpec, values: Values) -> JsonValue:
    known = SLOT_TYPES.get(spec.type)
    chosen = (values.get(name), spec.default, spec.example, known.sample if known else None)
    return next((value for value in chosen if value is not None), None)


def _misfits(name: str, spec: SlotSpec, values: Values) -> Iterator[Problem]:
    known = SLOT_TYPES.get(spec.type)
    if known is None:
        hint = did_you_mean(spec.type, SLOT_TYPES)
        yield Problem(("slots", name, "type"), f"there is no type of slots “{spec.type}”{hint}")
        return
    given = ((name,), values.get(name)), ((name, "default"), spec.default), ((name, "example"), spec.example)
    for way, value in given:
        words = known.problem(value) if value is not None else ""
        if words:
            yield Problem(("slots", *way), words)


def _named(content: Mapping[str, JsonValue]) -> str | None:
    name = content.get(FROM_SLOT)
    return name if len(content) == 1 and isinstance(name, str) else None


def _uses(content: JsonValue, way: Way) -> Iterator[tuple[Way, str]]:
    if isinstance(content, list):
        for at, one in enumerate(content):
            yield from _uses(one, (*way, at))
    elif isinstance(content, dict):
        name = _named(content)
        if name is not None:
            yield way, name
        for key, one in content.items():
            yield from _uses(one, (*way, key))
