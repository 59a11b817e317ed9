"""The page Today of those who work for an organisation: made of what each capability has for them.

A capability offers it in its ``today.py``::

    @tiles(needs=…, order=10)
    def work(act: Act) -> Iterable[Tile]: …
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry


@dataclass(frozen=True, slots=True)
class Tile:
    """One part of the page: a sentence, numbers with their labels, or a table whose ``rows`` stand under
    ``columns`` as templates draw them. ``href`` leads to all of it."""

    name: str
    title: str = ""
    lead: str = ""
    numbers: Sequence[tuple[str, str]] = ()
    columns: Sequence[object] = ()
    rows: Sequence[Sequence[object]] = ()
    href: str = ""


Tiler = Callable[[Act], Iterable[Tile]]

_TILERS = Registry[str, tuple[int, str, Tiler]]("tile")


def tiles(*, needs: str, order: int) -> Callable[[Tiler], Tiler]:
    """Offer tiles to staff with the permission ``needs``; those of the least ``order`` stand first."""

    def decorate(function: Tiler) -> Tiler:
        name = f"{function.__module__}.{function.__qualname__}"
        _TILERS.offer(name, (order, needs, function), by=function)
        return function

    return decorate


def for_staff(act: Act) -> list[Tile]:
    """Every tile for the act's staff member."""
    offered = sorted(_TILERS.values(), key=lambda offer: offer[0])
    return [tile for _order, needs, tiler in offered if act.may(needs) for tile in tiler(act)]
