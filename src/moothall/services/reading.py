"""A folder of files, or published content, as a pack with its words; or every mistake in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pydantic import JsonValue, ValidationError

from moothall.services.folders import FolderFound, keep_texts, read_folders
from moothall.services.mistakes import problems_of
from moothall.services.pack import Pack, pack_model
from moothall.services.problems import Problem, Way, in_order
from moothall.services.slots import Values, filled, in_effect, slot_problems, specs_of
from moothall.services.sources import Source, WordsSource, read_source, read_text
from moothall.services.words import flat

SERVICE = "service.yaml"
BESIDE = frozenset({"words", "files"})
"""What is published with a pack besides what ``service.yaml`` says."""

MOST_TEXTS = 120
"""How many files a pack may have in all."""
NOTHING: Values = MappingProxyType({})

Content = Mapping[str, JsonValue]
"""A whole pack as JSON: ``service.yaml`` with the words of every language by key under ``words`` and the
texts of other files by path under ``files``. What is kept, published, and edited in a browser."""


class PackMistaken(Exception):
    """A pack that cannot be used; ``problems`` says why, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class ReadPack:
    """A pack as read: what it says, its words by language and key, the texts of its other files by path, and
    the sources by which later checks find the places of problems. ``slots`` is what was filled in."""

    pack: Pack
    words: Mapping[str, Mapping[str, str]]
    service: Source
    languages: Mapping[str, WordsSource] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    slots: Values = field(default_factory=dict)

    @property
    def first_words(self) -> Mapping[str, str]:
        """The words of the pack's first language."""
        return self.words[self.pack.languages[0]]

    @property
    def content(self) -> dict[str, JsonValue]:
        """The whole pack as JSON, from which :func:`opened` reads it again."""
        said = self.service.content if isinstance(self.service.content, dict) else {}
        words: JsonValue = {code: dict(found) for code, found in self.words.items()}
        return {**said, "words": words} | ({"files": dict(self.files)} if self.files else {})


def read_folder(folder: Path) -> ReadPack:
    """The pack in ``folder``. Raises ``PackMistaken`` with everything that is wrong with its files."""
    service = read_source(Source(SERVICE), folder / SERVICE)
    return _with_words(
        service, lambda words: read_source(words, folder / words.file), lambda: read_folders(folder)
    )


def texts_of_folder(folder: Path, found: ReadPack) -> dict[str, str]:
    """The files of a pack by path, as they are written in ``folder``, from which it was ``found``."""
    names = [SERVICE, *map(words_file, found.pack.languages)]
    return {name: (folder / name).read_text(encoding="utf-8") for name in names} | dict(found.files)


def read_texts(texts: Mapping[str, str], slots: Values = NOTHING) -> ReadPack:
    """The pack whose files have these ``texts`` by path, with ``slots`` filled in. Raises ``PackMistaken``
    with everything that is wrong with them."""
    service = read_text(Source(SERVICE), texts.get(SERVICE))
    beside = {path: text for path, text in texts.items() if "/" in path}
    return _with_words(
        service, lambda words: read_text(words, texts.get(words.file)), lambda: keep_texts(beside), slots
    )


def _with_words(
    service: Source,
    read: Callable[[WordsSource], WordsSource],
    beside_it: Callable[[], FolderFound],
    slots: Values = NOTHING,
) -> ReadPack:
    """The pack that ``service`` is, with its words as they are ``read`` and the files ``beside_it``."""
    pack, problems = _pack(service, slots)
    if pack is None:
        raise PackMistaken(problems)
    languages = {code: read(WordsSource(words_file(code), language=code)) for code in pack.languages}
    for source in languages.values():
        problems += [*source.problems, *_misfits(source)]
    beside = beside_it()
    problems += beside.problems
    if problems:
        raise PackMistaken(problems)
    words = {code: _flat(source) for code, source in languages.items()}
    return ReadPack(pack, words, service, languages, beside.files, slots)


def words_file(code: str) -> str:
    """The name of the file with the words of a language."""
    return f"words.{code}.yaml"


def opened(content: Content, slots: Values = NOTHING) -> ReadPack:
    """The pack that is kept as ``content``, with ``slots`` filled in; mistakes in it have ways and no places.
    Raises ``PackMistaken``."""
    service = Source(SERVICE, {name: value for name, value in content.items() if name not in BESIDE})
    pack, problems = _pack(service, slots)
    problems += _not_texts(content, "files") + _not_texts(content, "words", depth=1)
    if pack is None or problems:
        raise PackMistaken(problems)
    said = _texts_by_name(content.get("words"))
    languages = {
        code: WordsSource(words_file(code), said.get(code, {}), language=code) for code in pack.languages
    }
    words = {code: _texts(source.content) for code, source in languages.items()}
    return ReadPack(pack, words, service, languages, _texts(content.get("files")), slots)


def from_content(content: Content, slots: Values = NOTHING) -> Pack:
    """The pack that was published as ``content`` with ``slots`` filled in. Raises
    ``pydantic.ValidationError``."""
    said: JsonValue = {name: value for name, value in content.items() if name not in BESIDE}
    return pack_model().model_validate(filled(said, in_effect(specs_of(said), slots)))


def _flat(source: WordsSource) -> dict[str, str]:
    return flat(source.content) if isinstance(source.content, dict) else {}


def _texts(value: JsonValue) -> dict[str, str]:
    found = value if isinstance(value, dict) else {}
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _texts_by_name(value: JsonValue) -> dict[str, JsonValue]:
    return dict(value) if isinstance(value, dict) else {}


def _not_texts(content: Content, name: str, *, depth: int = 0) -> list[Problem]:
    """What is no text under ``name``, where texts by name are expected (``depth`` levels below it)."""
    return list(_strangers(content.get(name, {}), (name,), depth))


def _strangers(value: JsonValue, way: Way, depth: int) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(way, "expected keys and values")
        return
    for name, inner in value.items():
        if depth:
            yield from _strangers(inner, (*way, name), depth - 1)
        elif not isinstance(inner, str):
            yield Problem((*way, name), "expected a text")


def _pack(source: Source, slots: Values = NOTHING) -> tuple[Pack | None, list[Problem]]:
    problems = list(source.problems)
    if source.content is None:
        return None, problems or [source.problem((), "the file is empty")]
    try:
        specs = specs_of(source.content)
        found = slot_problems(specs, source.content, slots)
        problems += [source.problem(one.way, one.words) for one in found]
        content = filled(source.content, in_effect(specs, slots))
        return (None if problems else pack_model().model_validate(content)), problems
    except ValidationError as wrong:
        return None, problems + problems_of(wrong, source, pack_model())


def _misfits(source: WordsSource) -> Iterator[Problem]:
    """Words that are not words."""
    if source.content is not None and not isinstance(source.content, dict):
        yield source.problem((), "expected keys with words, like “title: Book a place”")
        return
    yield from _unworded(source, source.content or {}, ())


def _unworded(source: WordsSource, tree: Mapping[str, JsonValue], way: Way) -> Iterator[Problem]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _unworded(source, value, (*way, name))
        elif isinstance(value, list) or value is None or value == "":
            yield source.problem((*way, name), f"“{name}” has no words; write a text")
