"""How likely words speak of each kind of danger, or of none: a small network over marks and meaning."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from moothall.civic.matching.rules.marks import plain_words
from moothall.civic.matching.rules.vectors import Column, Matrix, Vector

NOTHING = "nothing"
"""The kind of words that speak of no danger."""


@dataclass(frozen=True, eq=False)
class KindModel:
    """Weights trained from reviewed wordings.

    ``by_marks``, ``by_meaning`` and ``middle_bias`` lead to a middle row of numbers, ``by_middle`` and
    ``bias`` from there to ``kinds``. ``learnt_from`` is the digest of the wordings; ``words`` are theirs: it
    knows only English. Danger counts from ``shown_from`` where no phrase was found, and from
    ``believed_from`` where one was.
    """

    kinds: tuple[str, ...]
    by_marks: Matrix
    by_meaning: Matrix
    middle_bias: Vector
    by_middle: Matrix
    bias: Vector
    shown_from: float
    believed_from: float
    learnt_from: str
    words: frozenset[str]

    def reads(self, text: str) -> bool:
        """Whether at least half of the words of ``text`` are words it has seen."""
        said = plain_words(text)
        return 2 * sum(word in self.words for word in said) >= len(said) > 0

    def chances(self, at: Column, meaning: Vector | None = None) -> Mapping[str, float]:
        """The chance of each kind in a text, together 1: ``at`` are the numbers of its marks, ``meaning`` its
        unit vector; by marks alone without."""
        said = self.by_marks[at].sum(axis=0) / max(len(at), 1) ** 0.5
        meant = 0 if meaning is None else meaning @ self.by_meaning
        middle = np.maximum(said + meant + self.middle_bias, 0)
        strengths = middle @ self.by_middle + self.bias
        raised = np.exp(strengths - strengths.max())
        return dict(zip(self.kinds, (raised / raised.sum()).tolist(), strict=True))
