"""Plain shapes for meaning: unit vectors, so that a dot product is a cosine."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
Column = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Encoded:
    """One text read by the model: the whole, and every word piece in its context.

    `vector` has shape `(384,)` and length one; `pieces` has shape `(n, 384)`; `spans` holds the first and the
    past-the-end character of each piece in the text.
    """

    vector: Vector
    pieces: Matrix
    spans: tuple[tuple[int, int], ...]

    def pieces_within(self, start: int, end: int) -> tuple[int, int]:
        """The first and the past-the-end piece among the characters from `start` to `end`."""
        starts, ends = [first for first, _ in self.spans], [past for _, past in self.spans]
        return bisect_left(starts, start), bisect_right(ends, end)

    def part(self, start: int, end: int) -> Vector | None:
        """The unit vector of the characters from `start` to `end`; None where no piece lies inside them."""
        first, past = self.pieces_within(start, end)
        return unit(self.pieces[first:past].mean(axis=0, keepdims=True))[0] if past > first else None

    def stretch(self, start: int, end: int) -> "Encoded | None":
        """The characters from `start` to `end` as a text of their own; None where no piece lies inside."""
        first, past = self.pieces_within(start, end)
        vector = self.part(start, end)
        if vector is None:
            return None
        spans = tuple((left - start, right - start) for left, right in self.spans[first:past])
        return Encoded(vector=vector, pieces=self.pieces[first:past], spans=spans)


def unit(vectors: Matrix) -> Matrix:
    """Each row scaled to length one; a row of zeros stays as it is."""
    scaled: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return scaled
