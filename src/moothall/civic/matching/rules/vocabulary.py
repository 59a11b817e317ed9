"""The vocabulary of needs: what people say, and the service words it leads to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

_THEME_KEYS = {"theme", "title", "question", "provenance", "reviewed", "needs"}
_NEED_KEYS = {"id", "name", "hint", "say", "services", "provenance", "reviewed", "elsewhere"}
_ELSEWHERE_KEYS = {"name", "phone", "href", "source"}


class VocabularyMistake(Exception):
    """A vocabulary file that cannot be read; the message says where, and what was expected."""


@dataclass(frozen=True)
class Elsewhere:
    """Who helps with a need everywhere, for when nothing here does; ``phone`` or ``href`` may be empty, and
    ``source`` says where they were found."""

    name: str
    phone: str
    href: str
    source: str


@dataclass(frozen=True)
class Need:
    """One kind of need people bring.

    `name` and `hint` are shown to people; `say` are ways people put it; `services` are the words services
    go by, the most fitting first. `provenance` says where the wording comes from, `reviewed` whether
    somebody who works with this need has confirmed it; `elsewhere` who helps where nothing here does.
    """

    id: str
    theme: str
    name: str
    hint: str
    say: tuple[str, ...]
    services: tuple[str, ...]
    provenance: str
    reviewed: bool
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True)
class Theme:
    """A family of needs, with the question that tells them apart."""

    id: str
    title: str
    question: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All themes together."""

    themes: tuple[Theme, ...]

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Every need, theme by theme."""
        return tuple(need for theme in self.themes for need in theme.needs)

    @cached_property
    def need_by_id(self) -> Mapping[str, Need]:
        """Needs by their id."""
        return {need.id: need for need in self.needs}

    @cached_property
    def theme_by_id(self) -> Mapping[str, Theme]:
        """Themes by their id."""
        return {theme.id: theme for theme in self.themes}


def theme_from(raw: object, *, source: str) -> Theme:
    """A theme from parsed YAML.

    `source` names the file in messages. Raises `VocabularyMistake` with the place and what was expected.
    """
    page = _mapping(raw, _THEME_KEYS, source)
    provenance, reviewed = _text(page, "provenance", source), _flag(page, "reviewed", source)
    entries = page.get("needs")
    if not isinstance(entries, list) or not entries:
        _refuse(source, "“needs” must be a list with at least one need")
    theme = _text(page, "theme", source)
    defaults = {"provenance": provenance, "reviewed": reviewed}
    needs = tuple(
        _need(
            _mapping(entry, _NEED_KEYS, f"{source}, need {place}"), theme, defaults, f"{source}, need {place}"
        )
        for place, entry in enumerate(entries, start=1)
    )
    return Theme(
        id=theme, title=_text(page, "title", source), question=_text(page, "question", source), needs=needs
    )


def vocabulary_of(themes: Iterable[Theme]) -> Vocabulary:
    """The themes as one vocabulary; raises `VocabularyMistake` where two needs share an id."""
    vocabulary = Vocabulary(themes=tuple(themes))
    seen: set[str] = set()
    for need in vocabulary.needs:
        if need.id in seen:
            _refuse(f"theme {need.theme}", f"the need id “{need.id}” is already taken: choose another")
        seen.add(need.id)
    return vocabulary


def _need(entry: Mapping[str, object], theme: str, defaults: Mapping[str, object], place: str) -> Need:
    page = {**defaults, **entry}
    return Need(
        id=_text(page, "id", place),
        theme=theme,
        name=_text(page, "name", place),
        hint=_text(page, "hint", place),
        say=_texts(page, "say", place),
        services=_texts(page, "services", place),
        provenance=_text(page, "provenance", place),
        reviewed=_flag(page, "reviewed", place),
        elsewhere=_elsewhere(page["elsewhere"], f"{place}, elsewhere") if "elsewhere" in page else None,
    )


def _elsewhere(raw: object, place: str) -> Elsewhere:
    page = _mapping(raw, _ELSEWHERE_KEYS, place)
    way = {key: _text(page, key, place) if key in page else "" for key in ("phone", "href")}
    if not any(way.values()):
        _refuse(place, "expected “phone” or “href”")
    return Elsewhere(name=_text(page, "name", place), source=_text(page, "source", place), **way)


def _mapping(raw: object, allowed: set[str], place: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        _refuse(place, "expected keys and values")
    unknown = sorted(str(key) for key in raw if key not in allowed)
    if unknown:
        _refuse(place, f"unknown key “{unknown[0]}”; expected one of: {', '.join(sorted(allowed))}")
    return raw


def _text(page: Mapping[str, object], key: str, place: str) -> str:
    value = page.get(key)
    if not isinstance(value, str) or not value.strip():
        _refuse(place, f"“{key}” must be a text")
    return value.strip()


def _flag(page: Mapping[str, object], key: str, place: str) -> bool:
    value = page.get(key)
    if not isinstance(value, bool):
        _refuse(place, f"“{key}” must be true or false")
    return value


def _texts(page: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    values = page.get(key)
    if not isinstance(values, list) or not values or not all(isinstance(each, str) for each in values):
        _refuse(place, f"“{key}” must be a list of texts (put quotes round numbers)")
    return tuple(" ".join(each.split()) for each in values)


def _refuse(place: str, mistake: str) -> NoReturn:
    raise VocabularyMistake(f"{place}: {mistake}")
