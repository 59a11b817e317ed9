"""The command line door: commands that capabilities offer, and ``moot do`` for every operation."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from moothall.kernel import act as acts
from moothall.kernel import registry
from moothall.kernel.act import Door
from moothall.kernel.extension import Registry
from moothall.kernel.refusal import Refused

Main = Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the ``moot`` command line: its words (such as ``import postcodes``), help and function,
    which takes the remaining arguments and returns the exit code."""

    words: str
    help: str
    main: Main


COMMANDS = Registry[str, Command]("The command")
"""Every command on offer, by its words."""

KEY = "idempotency_key"
"""The one argument that no operation may have: the API says it in a header."""


def command(words: str) -> Callable[[Main], Main]:
    """Offer the function as ``moot <words>``; the first line of its docstring is its help."""

    def decorate(main: Main) -> Main:
        help = (main.__doc__ or "").strip().split("\n")[0]
        COMMANDS.offer(words, Command(words, help, main), by=main)
        return main

    return decorate


def run(argv: Sequence[str]) -> int:
    """``moot do OPERATION --argument value …``: carry out an operation as Moothall itself.

    Values are JSON where they parse as JSON, else text. ``--idempotency-key`` makes a repeat harmless.
    Returns 0, 1 when refused, 2 when called wrongly.
    """
    if not argv or argv[0] not in registry.operations():
        print("Say which operation. There are:")
        for name, entry in sorted(registry.operations().items()):
            print(f"  {name}  {entry.words.splitlines()[0]}")
        return 2
    entry = registry.operations()[argv[0]]
    try:
        arguments = _arguments(entry, argv[1:])
    except (ValueError, ValidationError) as wrong:
        print(wrong)
        return 2
    key = arguments.pop(KEY, None)
    try:
        outcome = entry.call(acts.system(door=Door.COMMAND_LINE).with_key(key), **arguments)
    except Refused as refusal:
        print(refusal.words)
        return 1
    print(json.dumps(TypeAdapter(entry.result).dump_python(outcome, mode="json")))
    return 0


def _arguments(entry: registry.Entry, argv: Sequence[str]) -> dict[str, Any]:
    """``--name value`` pairs as the types the operation declares. Raises ``ValueError`` in plain words."""
    if len(argv) % 2 or any(not name.startswith("--") for name in argv[::2]):
        raise ValueError("Give each argument as --name value.")
    given = {name[2:].replace("-", "_"): value for name, value in zip(argv[::2], argv[1::2], strict=True)}
    unknown = set(given) - set(entry.arguments) - {KEY}
    missing = entry.required - set(given)
    if unknown or missing:
        expected = ", ".join(f"--{name.replace('_', '-')}" for name in entry.arguments)
        raise ValueError(f"{entry.name} takes {expected}.")
    return {
        name: value if name == KEY else TypeAdapter(entry.arguments[name]).validate_python(_parsed(value))
        for name, value in given.items()
    }


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
