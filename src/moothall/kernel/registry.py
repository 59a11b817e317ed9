"""The typed registry of operations and queries, from which API, command line and documents are derived."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_type_hints

from moothall.kernel import naming
from moothall.kernel.allow import Condition
from moothall.kernel.extension import Registry

Api = Literal["v1"] | None
"""In which version of the API programs may call something; in none, it is internal."""


@dataclass(frozen=True)
class Entry:
    """A registered operation (``changes``) or query.

    ``function`` is the plain function, ``call`` the one through the gate that doors use. A query that
    ``says_who_is_read`` draws from its answer whom staff have read about. ``api`` says where it is published.
    """

    name: str
    function: Callable[..., Any]
    call: Callable[..., Any]
    allow: Condition
    changes: bool
    says_who_is_read: bool = False
    api: Api = None

    @cached_property
    def hints(self) -> Mapping[str, Any]:
        """The type of each keyword-only argument, and of the result under ``return``."""
        hints = get_type_hints(self.function)
        hints.pop(next(iter(inspect.signature(self.function).parameters)), None)
        return hints

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The type of each keyword-only argument."""
        return {name: hint for name, hint in self.hints.items() if name != "return"}

    @property
    def result(self) -> Any:
        """The type of the result."""
        return self.hints.get("return", type(None))

    @property
    def required(self) -> set[str]:
        """The arguments without a default."""
        parameters = inspect.signature(self.function).parameters
        return {name for name in self.arguments if parameters[name].default is inspect.Parameter.empty}

    @property
    def words(self) -> str:
        """The first paragraph of the docstring."""
        return inspect.cleandoc(self.function.__doc__ or "").split("\n\n")[0]


ENTRIES = Registry[str, Entry]("The operation or query")


def entries() -> Mapping[str, Entry]:
    """Every operation and query by name, such as ``cases.add_note``."""
    return ENTRIES


def operations() -> dict[str, Entry]:
    """Every operation by name."""
    return {name: entry for name, entry in ENTRIES.items() if entry.changes}


def published(version: Api) -> dict[str, Entry]:
    """What programs may call in a version of the API, by name."""
    return {name: entry for name, entry in sorted(ENTRIES.items()) if entry.api == version}


def register(
    function: Callable[..., Any],
    call: Callable[..., Any],
    allow: Condition,
    *,
    changes: bool,
    says_who_is_read: bool = False,
    api: Api = None,
) -> Entry:
    """Make ``function`` known. Raises ``RuntimeError`` when another one has the same name."""
    entry = Entry(_name(function), function, call, allow, changes, says_who_is_read, api)
    return ENTRIES.offer(entry.name, entry, by=function)


def _name(function: Callable[..., Any]) -> str:
    return f"{naming.name_of(function.__module__)}.{function.__name__}"
