"""Words without their accents, and where they stand in a text. The database folds words just so
(``sql/search.sql``)."""

import re
import unicodedata
from dataclasses import dataclass

MOST_CHARACTERS, MOST_WORDS, SHORTEST, LONGEST = 200, 10, 2, 40
"""Of what is asked for: the rest is left out. Of a single letter there is no search."""
LOOKED_AT = 20_000
"""Characters of a text in which words are marked."""
AROUND, LENGTH = 60, 220
"""Characters before the first word that was found, and in all."""
ENDINGS = 3
"""Letters by which forms of one word differ at their ends: bin, bins; swim, swims, swimming has more."""
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is one of the words that were looked for."""

    text: str
    is_found: bool = False


def folded(text: str) -> str:
    """``text`` in lower case without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’`")


def asked(text: str) -> tuple[str, ...]:
    """The words of a search: letters and digits alone, each once. Nothing else means anything."""
    found = WORD.findall(folded(text[:MOST_CHARACTERS]))
    return tuple(dict.fromkeys(word for word in found if SHORTEST <= len(word) <= LONGEST))[:MOST_WORDS]


def pieces(text: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    """``text`` in pieces, the ones that are forms of ``words`` marked."""
    found: list[Piece] = []
    end = 0
    beginnings = {word[0] for word in words}
    for spot in re.finditer(r"[^\W_]+(?:['’`][^\W_]+)*", text):
        begins = spot[0][0].lower()
        if begins.isascii() and begins not in beginnings:
            continue  # so are most, and to fold a word takes long
        if any(_is_form(folded(spot[0]), word) for word in words):
            found += [Piece(text[end : spot.start()]), Piece(spot[0], True)]
            end = spot.end()
    return tuple(piece for piece in [*found, Piece(text[end:])] if piece.text)


def excerpt(text: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    """What stands around the first of ``words`` in ``text``, or else its beginning, in pieces."""
    plain = " ".join(text[:LOOKED_AT].split())
    parts = pieces(plain, words)
    before = 0
    for part in parts:
        if part.is_found:
            break
        before += len(part.text)
    start = max(0, before - AROUND) if before < len(plain) else 0
    start = plain.find(" ", start) + 1 if start else 0
    cut = plain[start : start + LENGTH]
    ending = " …" if start + LENGTH < len(plain) else ""
    return pieces(("… " if start else "") + (cut.rsplit(" ", 1)[0] if ending else cut) + ending, words)


def _is_form(one: str, word: str) -> bool:
    """Whether ``one`` begins with ``word``, or both begin alike and end shortly after."""
    if one.startswith(word):
        return True
    shared = len(word) - ENDINGS
    return shared >= 3 and one.startswith(word[:shared]) and len(one) <= len(word) + ENDINGS
