"""What a short text is made of, for telling kinds of wording apart: pieces of words, words, and neighbours.

Pieces of words survive slips ("suisidal") and serve languages that the sentence model does not know.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from moothall.civic.matching.rules.text import bare
from moothall.civic.matching.rules.vectors import Column

BUCKETS = 8192
"""How many numbers a mark may fall on; two marks that share one are told apart by all the others."""
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"\w+")
_PIECES = range(2, 6)


def plain_words(text: str) -> list[str]:
    """The words of ``text`` without accents, apostrophes, capitals and stretched letters."""
    plain = bare(text.lower())
    return _WORD.findall(_STRETCHED.sub(r"\1\1", _APOSTROPHES.sub("", plain)))


def marks(text: str) -> set[str]:
    """The marks of ``text``: its words, pieces of two to five letters, and pairs of words (one between or
    none)."""
    said = plain_words(text)
    pairs = {f"+{left} {right}" for left, right in pairwise(said)}
    apart = {f"*{left} {right}" for left, right in zip(said, said[2:], strict=False)}
    return {f"={word}" for word in said} | pairs | apart | {piece for word in said for piece in _pieces(word)}


def _pieces(word: str) -> Iterator[str]:
    framed = f"<{word}>"
    for length in _PIECES:
        for at in range(len(framed) - length + 1):
            yield framed[at : at + length]


def buckets(text: str) -> Column:
    """The numbers that the marks of ``text`` fall on, each once, in order."""
    return np.array(sorted({zlib.crc32(mark.encode()) % BUCKETS for mark in marks(text)}), dtype=np.int64)
