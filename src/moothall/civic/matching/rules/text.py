"""Words of a text: where they stand, what they reduce to, which of them carry meaning."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
"""Vowels and other signs of Arabic and of the writings of India, part of a word though no letters."""
_LETTERS = rf"(?:[^\W_]|[{MARKS}])+"
_WORD = re.compile(rf"{_LETTERS}(?:['’‘`´ʼ]{_LETTERS})*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_ENDINGS = ("ings", "ing", "ies", "es", "ed", "ly", "s")
_CLAUSE_BREAK = re.compile(
    r"[,.;:!?\n]+|\b(?:and|but|so|because|then|who|since|or|also|plus)\b", re.IGNORECASE
)

_JOINING = """
    a an the and or of to in on at for with from by is are was were be been being am i me my mine we
    us our you your he him his she her it its they them their this that these those there here do
    does did done doing have has had having can could would should will shall may might must not no
    nor don't doesn't didn't can't cannot won't isn't aren't wasn't as if but so than then too very
    just also i'm i've i'd i'll he's she's it's that's there's what which who whom when where why
    how please want need help get got im ive
"""
STOPWORDS = frozenset(_JOINING.split())


@dataclass(frozen=True)
class Word:
    """A word of a text: lower case, straight apostrophes, and the characters it covers in the original."""

    text: str
    start: int
    end: int

    @property
    def carries_meaning(self) -> bool:
        """Whether the word says something of its own rather than joining others."""
        return self.text not in STOPWORDS


def bare(text: str) -> str:
    """``text`` without accents: people leave them out, and so may phrases."""
    apart = unicodedata.normalize("NFKD", text).replace("ł", "l").replace("Ł", "L")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[Word]:
    """The words of `text` in order, with their places in it."""
    return [
        Word(found.group().translate(_APOSTROPHES).lower(), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A light English stem: possessives and common endings go, at least three letters stay."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def stems(text: str) -> list[str]:
    """The stems of the words of `text` that carry meaning, in order, repeats kept."""
    return [stem(word.text) for word in words(text) if word.carries_meaning]


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The places of the clauses of two words or more, when there are at least two of them.

    People put two needs in one breath ("mum keeps forgetting things and I'm worn out").
    """
    long_enough = [(first, past) for first, past in breaths(text) if len(words(text[first:past])) >= 2]
    return iter(long_enough if len(long_enough) > 1 else [])


def breaths(text: str) -> Iterator[tuple[int, int]]:
    """The places of all that stands between marks and joining words."""
    start = 0
    for found in _CLAUSE_BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)
