"""A pack as the files that people read and edit: the way back from its content."""

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import cast

from pydantic import JsonValue
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from moothall.services.pack import pack_model
from moothall.services.reading import BESIDE, SERVICE, Content, words_file

FIRST = ("id", "type", "name")
"""Keys that stand first wherever they are."""
WIDTH = 110


def texts_of(content: Content) -> dict[str, str]:
    """The files of a pack by path: :func:`moothall.services.reading.read_texts` makes the same content of
    them."""
    said = {key: value for key, value in content.items() if key not in BESIDE}
    order = [*pack_model().model_fields]
    words = _mapping(content.get("words"))
    files = _mapping(content.get("files"))
    return {
        SERVICE: _written({key: _ordered(said[key]) for key in sorted(said, key=_Key(order))}),
        **{words_file(code): _written(_tree(_mapping(found), said)) for code, found in words.items()},
        **{path: str(text) for path, text in files.items()},
    }


def _mapping(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}


class _Key:
    """Sorts keys as an ``order`` names them, the others after them by the alphabet."""

    def __init__(self, order: Iterable[str]) -> None:
        self._places = {name: at for at, name in enumerate(order)}

    def __call__(self, key: str) -> tuple[int, str]:
        return self._places.get(key, len(self._places)), key


def _ordered(value: JsonValue) -> JsonValue:
    """The same with the keys of each mapping in an order that people expect."""
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_Key(FIRST))}
    return value


def _tree(words: Mapping[str, JsonValue], said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Words nested by key, in the order of the service's steps. A key that is also the beginning of others
    stays as it is written."""
    steps = [str(_mapping(one).get("id")) for one in cast(list[JsonValue], said.get("steps") or [])]
    place = _Key(["service", "start", *steps])
    tree: dict[str, JsonValue] = {}
    for key in sorted(words, key=lambda key: (place(key.partition(".")[0]), key)):
        _plant(tree, key, words[key], words)
    return tree


def _plant(tree: dict[str, JsonValue], key: str, text: JsonValue, words: Mapping[str, JsonValue]) -> None:
    *above, last = key.split(".")
    for at, name in enumerate(above):
        if ".".join(above[: at + 1]) in words:
            tree[".".join([*above[at:], last])] = text
            return
        tree = cast(dict[str, JsonValue], tree.setdefault(name, {}))
    tree[last] = LiteralScalarString(text) if isinstance(text, str) and "\n" in text else text


def _written(value: Mapping[str, JsonValue]) -> str:
    yaml = YAML(pure=True)
    yaml.width = WIDTH
    yaml.default_flow_style = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(dict(value), text)
    return text.getvalue()
