"""What pydantic found wrong with a part of a pack, where it stands and in plain words."""

import difflib
from collections.abc import Iterable

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from moothall.services.problems import Problem, Way
from moothall.services.sources import Source


def problems_of(
    wrong: ValidationError, source: Source, model: type[BaseModel], start: Way = ()
) -> list[Problem]:
    """Every mistake pydantic found in the value at ``start``, where it stands and in plain words."""
    return [_problem(detail, source, model, start) for detail in wrong.errors()]


def _problem(detail: ErrorDetails, source: Source, model: type[BaseModel], start: Way) -> Problem:
    way, rest = _way(source, start, detail["loc"])
    if detail["type"] == "extra_forbidden":
        name = str(detail["loc"][-1])
        known = _known_keys(model, detail["loc"])
        return source.problem(way, f"“{name}” is not a key here{did_you_mean(name, known)}", at_key=True)
    if detail["type"] == "missing":
        return source.problem(way, f"“{rest[-1] if rest else ''}” is missing")
    given = value_at(source.content, way)
    shown = f" (found “{given}”)" if isinstance(given, str | int | float) else ""
    return source.problem(way, f"{_plain(detail)}{shown}")


def _way(source: Source, start: Way, loc: Way) -> tuple[Way, Way]:
    """The way in the content that pydantic means, without the names of alternatives; and what is not
    there."""
    way: Way = start
    rest: Way = ()
    for part in loc:
        if _is_there(source.content, (*way, part)):
            way, rest = (*way, part), ()
        else:
            rest = (*rest, part)
    return way, rest


def _is_there(content: object, way: Way) -> bool:
    *above, last = way
    value = value_at(content, tuple(above))
    if isinstance(value, list):
        return isinstance(last, int) and last < len(value)
    return isinstance(value, dict) and last in value


def value_at(content: object, way: Way) -> object:
    """The value in ``content`` that ``way`` leads to; ``None`` where it leads nowhere."""
    for part in way:
        if isinstance(content, list) and isinstance(part, int) and part < len(content):
            content = content[part]
        else:
            content = content.get(part) if isinstance(content, dict) else None
    return content


def _plain(detail: ErrorDetails) -> str:
    words = detail["msg"].removeprefix("Value error, ")
    plain = {
        "string_type": "expected a text",
        "string_pattern_mismatch": "expected lower-case letters, digits and hyphens, beginning with a letter",
        "int_type": "expected a whole number",
        "int_parsing": "expected a whole number",
        "bool_type": "expected true or false",
        "bool_parsing": "expected true or false",
        "tuple_type": "expected a list, each line beginning with “- ”",
        "list_type": "expected a list, each line beginning with “- ”",
        "model_type": "expected keys and values",
        "model_attributes_type": "expected keys and values",
        "dict_type": "expected keys and values",
        "mapping_type": "expected keys and values",
        "too_short": f"this list needs at least {detail.get('ctx', {}).get('min_length', 1)}",
    }
    return plain.get(detail["type"], words[:1].lower() + words[1:])


def _known_keys(model: type[BaseModel], loc: Way) -> list[str]:
    """The keys that a model could have had where pydantic found an unknown one."""
    names = {one.__name__: one for one in _models(model)}
    owner = next((names[str(part)] for part in reversed(loc[:-1]) if str(part) in names), None)
    if owner is None and len(loc) > 1:
        owner = _model_at(model, loc[:-1])
    fields = (owner or model).model_fields
    return [field.alias or name for name, field in fields.items()]


def _model_at(model: type[BaseModel], loc: Way) -> type[BaseModel] | None:
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    for one in _models(model):
        field = one.model_fields.get(name)
        if field is not None:
            return next(iter(_inside(field.annotation)), None)
    return None


def _models(model: type[BaseModel]) -> set[type[BaseModel]]:
    seen, waiting = set[type[BaseModel]](), [model]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            for field in one.model_fields.values():
                waiting += _inside(field.annotation)
    return seen


def _inside(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in getattr(annotation, "__args__", ()) for one in _inside(part)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint after a name that nobody knows: the nearest ones that are known, or all of a few."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"; did you mean “{near[0]}”?"
    return f"; there are {', '.join(known)}" if known and len(known) <= 25 else ""
