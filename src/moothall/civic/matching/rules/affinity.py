"""How well a service serves a need: what its organisation says of it, else how alike the words are."""

from collections.abc import Sequence, Set

import numpy as np

from moothall.civic.matching.rules.vectors import Column

_STEP_DOWN = 0.1
_SAID = 0.7
_UNSAID = 0.5


def affinity(likeness: Column, *, need: str, needs_of: Sequence[Set[str]]) -> Column:
    """How well each service serves `need`, 0 to 1.

    `likeness` has a row for each service word of the need, the most fitting first (each place down the list
    counts a little less), and a column for each service; `needs_of` are the needs each is known to meet. An
    organisation that lists the need for its service outweighs any likeness of words, and a service that
    lists others only is not offered for this one; where nothing is listed, likeness alone decides.
    """
    places = np.arange(likeness.shape[0])[:, None]
    alike = np.clip((likeness - _STEP_DOWN * places).max(axis=0), 0.0, 1.0)
    says = np.array([need in needs for needs in needs_of], dtype=bool)
    is_silent = np.array([not needs for needs in needs_of], dtype=bool)
    served: Column = np.where(says, _SAID + (1 - _SAID) * alike, np.where(is_silent, alike, _UNSAID * alike))
    return served
