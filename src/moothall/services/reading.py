"""A folder of files, as a pack with its words; or every mistake in it, with file, line and column."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from moothall.services.folders import read_folders
from moothall.services.marks import Marked, Problem, Way, read_marked
from moothall.services.schema import Pack
from moothall.services.words import flat

SERVICE = "service.yaml"
BESIDE = frozenset({"words", "files"})
"""What is published with a pack besides what ``service.yaml`` says."""


class PackMistaken(Exception):
    """A pack that cannot be used; ``problems`` says why, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A pack as read: what it says, its words by language and key, the texts of its other files by path, and
    the files' marks for later checks."""

    pack: Pack
    content: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]
    service: Marked
    languages: Mapping[str, Marked] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def stored(self) -> dict[str, Any]:
        """The whole pack as JSON: ``service.yaml`` with the words of every language under ``words`` and the
        texts of other files under ``files``. This is what is published, and what :func:`opened` reads."""
        words = {code: dict(said) for code, said in self.words.items()}
        return {**self.content, "words": words} | ({"files": dict(self.files)} if self.files else {})


def read_folder(folder: Path) -> PackFolder:
    """The pack in ``folder``. Raises ``PackMistaken`` with everything that is wrong with its files."""
    service = read_marked(folder / SERVICE, name=SERVICE)
    pack, problems = _pack(service)
    if pack is None:
        raise PackMistaken(problems)
    languages = {
        code: read_marked(folder / f"words.{code}.yaml", name=f"words.{code}.yaml") for code in pack.languages
    }
    for marked in languages.values():
        problems += [*marked.problems, *_misfits(marked)]
    beside = read_folders(folder)
    problems += beside.problems
    if problems:
        raise PackMistaken(problems)
    words = {code: flat(marked.content or {}) for code, marked in languages.items()}
    return PackFolder(pack, service.content, words, service, languages, beside.files)


def opened(content: Mapping[str, Any]) -> PackFolder:
    """The pack that was published as ``content``, as if it had been read from a folder. Mistakes in it stand
    at the beginning of their file. Raises ``PackMistaken``."""
    service = Marked(SERVICE, {name: value for name, value in content.items() if name not in BESIDE})
    pack, problems = _pack(service)
    if pack is None:
        raise PackMistaken(problems)
    said: Mapping[str, Mapping[str, str]] = content.get("words", {})
    languages = {code: Marked(f"words.{code}.yaml", said.get(code, {})) for code in pack.languages}
    words = {code: dict(marked.content) for code, marked in languages.items()}
    return PackFolder(pack, service.content, words, service, languages, content.get("files", {}))


def from_stored(content: Mapping[str, Any]) -> Pack:
    """The pack that was published as ``content``. Raises ``pydantic.ValidationError``."""
    return Pack.model_validate({name: value for name, value in content.items() if name not in BESIDE})


def _pack(marked: Marked) -> tuple[Pack | None, list[Problem]]:
    problems = list(marked.problems)
    if marked.content is None:
        return None, problems or [marked.problem((), "the file is empty")]
    try:
        return (None if problems else Pack.model_validate(marked.content)), problems
    except ValidationError as wrong:
        return None, problems + problems_of(wrong, marked, Pack)


def _misfits(marked: Marked) -> Iterable[Problem]:
    """Words that are not words."""
    if marked.content is not None and not isinstance(marked.content, dict):
        yield marked.problem((), "expected keys with words, like “title: Book a place”")
        return
    yield from _unworded(marked, marked.content or {}, ())


def _unworded(marked: Marked, tree: Mapping[str, Any], way: Way) -> Iterable[Problem]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _unworded(marked, value, (*way, name))
        elif isinstance(value, list) or value is None or value == "":
            yield marked.problem((*way, name), f"“{name}” has no words; write a text")


def problems_of(
    wrong: ValidationError, marked: Marked, model: type[BaseModel], start: Way = ()
) -> list[Problem]:
    """Every mistake pydantic found in the value at ``start``, where it stands and in plain words."""
    return [_problem(detail, marked, model, start) for detail in wrong.errors()]


def _problem(detail: ErrorDetails, marked: Marked, model: type[BaseModel], start: Way) -> Problem:
    way, rest = _way(marked, start, detail["loc"])
    if detail["type"] == "extra_forbidden":
        name = str(detail["loc"][-1])
        known = _known_keys(model, detail["loc"])
        return marked.problem(way, f"“{name}” is not a key here{did_you_mean(name, known)}", at_key=True)
    if detail["type"] == "missing":
        return marked.problem(way, f"“{rest[-1] if rest else ''}” is missing")
    given = marked_value(marked, way)
    shown = f" (found “{given}”)" if isinstance(given, str | int | float) else ""
    return marked.problem(way, f"{_plain(detail)}{shown}")


def _way(marked: Marked, start: Way, loc: tuple[int | str, ...]) -> tuple[Way, list[int | str]]:
    """The place in the file that pydantic means, without the names of alternatives; and what is not there."""
    way, rest = start, list[int | str]()
    for part in loc:
        if (*way, part) in marked.places:
            way, rest = (*way, part), []
        else:
            rest.append(part)
    return way, rest


def marked_value(marked: Marked, way: Way) -> Any:
    """The value in the file at ``way``."""
    value = marked.content
    for part in way:
        known: Any = value if isinstance(value, dict | list) else {part: None}
        value = known[part]
    return value


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


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that a model could have had where pydantic found an unknown one."""
    names = {kind.__name__: kind for kind in _models(model)}
    owner = next((names[str(part)] for part in reversed(loc[:-1]) if str(part) in names), None)
    if owner is None and len(loc) > 1:
        owner = _model_at(model, loc[:-1])
    fields = (owner or model).model_fields
    return [field.alias or name for name, field in fields.items()]


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    for kind in _models(model):
        field = kind.model_fields.get(name)
        if field is not None:
            return next(iter(_inside(field.annotation)), None)
    return None


def _models(model: type[BaseModel]) -> set[type[BaseModel]]:
    seen, waiting = set[type[BaseModel]](), [model]
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            for field in kind.model_fields.values():
                waiting += _inside(field.annotation)
    return seen


def _inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [kind for part in getattr(annotation, "__args__", ()) for kind in _inside(part)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint after a name that nobody knows: the nearest ones that are known, or all of a few."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"; did you mean “{near[0]}”?"
    return f"; there are {', '.join(known)}" if known and len(known) <= 25 else ""
