"""The arguments of what is published, as a model that reads and describes them."""

import inspect
from collections.abc import Iterable
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model

from moothall.kernel import registry
from moothall.kernel.registry import Entry

BOUNDS = {"limit": (1, 500)}
"""The least and the most that an argument of a name may be, whatever takes it."""


@cache
def model_of(name: str) -> type[BaseModel]:
    """The model of the arguments of an operation or query; whatever it does not know is refused."""
    entry = registry.ENTRIES[name]
    fields: dict[str, Any] = {
        each: (_written(hint), _field(entry, each)) for each, hint in entry.arguments.items()
    }
    title = "".join(part.title() for part in name.replace(".", "_").split("_"))
    return create_model(title, __config__=ConfigDict(extra="forbid"), **fields)


def _field(entry: Entry, name: str) -> Any:
    least, most = BOUNDS.get(name, (None, None))
    default = ... if name in entry.required else inspect.signature(entry.function).parameters[name].default
    return Field(default, ge=least, le=most)


def _written(hint: Any) -> Any:
    """The type of an argument in JSON: what is only gone through is a list there, looked at as a whole."""
    return list[get_args(hint)] if get_origin(hint) is Iterable else hint  # type: ignore[misc]
