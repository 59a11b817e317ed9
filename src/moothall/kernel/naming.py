"""Which capability a piece of code belongs to: what operations, queries, events and reactions are named
after."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps


@cache
def name_of(module: str) -> str:
    """The capability that the dotted ``module`` belongs to, by the app registry: ``matching`` for
    ``moothall.civic.matching.counting``."""
    return capability_in(module, (config.name for config in apps.get_app_configs()))


def capability_in(module: str, packages: Iterable[str]) -> str:
    """The folder name of the longest of ``packages`` that ``module`` is in; code of no package (a program of
    the tests) goes by its own name."""
    holding = [package for package in packages if f"{module}.".startswith(f"{package}.")]
    return max(holding, key=len, default=module).rsplit(".", 1)[-1]
