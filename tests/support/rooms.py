"""What capabilities bring for suites that hold all of them to something: modules of their ``tests``."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from moothall.kernel.capability import Capability, capabilities


def brought(name: str) -> Iterator[ModuleType]:
    """The module ``tests/<name>.py`` of every capability that has one."""
    for one in capabilities():
        if file(one, f"{name}.py").exists():
            yield import_module(f"{one.name}.tests.{name}")


def file(one: Capability, name: str) -> Path:
    """Where a capability has the file ``name`` among its tests, if it has it."""
    return Path(one.path) / "tests" / name
