"""What can be said of subscriptions without the database."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

CONFIRM_WITHIN = timedelta(days=3)
"""How long somebody has to say that an address which was typed is theirs."""
KEPT = timedelta(days=90)
"""How long it is kept that somebody was told of something."""
MOST_IN_DIGEST = 50
"""Events in one daily message; of more it says how many."""


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The second of each pair, under the first, in their order; pairs of one first stand together."""
    return {key: [value for _key, value in some] for key, some in groupby(pairs, key=itemgetter(0))}


def shortened(items: Sequence[V], most: int = MOST_IN_DIGEST) -> tuple[Sequence[V], int]:
    """The first ``most`` of ``items``, and how many are left."""
    return items[:most], max(len(items) - most, 0)
