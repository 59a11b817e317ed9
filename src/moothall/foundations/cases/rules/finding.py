"""Finding cases by words that nobody can read: a keyed digest of each word is kept instead of the word.

The digests are truncated HMAC-SHA-256 (RFC 2104). See docs/decisions/008-finding-cases.md.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

SHORTEST_WORD = 2
LONGEST_ANSWER = 80
"""Characters: longer answers are free text, whose words are left out."""
MOST_WORDS = 120
"""Words kept for one case."""
DIGEST_BYTES = 8

PUNCTUATION = re.compile(r"[’'`.]")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
WORD = re.compile(r"[^\W_]+(?:[@+-][^\W_]+)*", re.UNICODE)
REFERENCE = re.compile(r"^[a-z0-9]{2}-?[a-z0-9]{0,4}-?[a-z0-9]{0,2}$", re.IGNORECASE)


def plain(text: str) -> str:
    """``text`` in lower case, without accents, apostrophes and full stops."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return PUNCTUATION.sub("", "".join(c for c in decomposed if not unicodedata.combining(c)))


def who_and_where(answers: Iterable[str]) -> list[str]:
    """Those of ``answers`` that say who somebody is or where: a postcode, a telephone number, an email
    address. What somebody asked for or gets is no way of finding them."""
    return [answer for answer in answers if _says_who_or_where(plain(answer))]


def words(texts: Iterable[str]) -> list[str]:
    """The words worth finding in ``texts``, each once, in order: also double names in parts, and postcodes
    and telephone numbers in one piece. Texts longer than :data:`LONGEST_ANSWER` are left out."""
    found: dict[str, None] = {}
    for text in texts:
        if len(text) > LONGEST_ANSWER:
            continue
        for word in _words_of(text):
            if len(word) >= SHORTEST_WORD:
                found[word] = None
    return list(found)[:MOST_WORDS]


def asked(text: str) -> list[str]:
    """The words of a search. A number or postcode typed with spaces is one word."""
    joined = _joined(plain(text))
    if _is_in_one_piece(joined):
        return [joined]
    return [word for word in WORD.findall(plain(text)) if len(word) >= SHORTEST_WORD][:8]


def digests(found: Iterable[str], *, key: bytes) -> list[int]:
    """A signed 64-bit digest of each word under ``key``."""
    return [_digest(word, key) for word in found]


def looks_like_reference(text: str) -> bool:
    """Whether ``text`` may be the beginning of a case's reference such as ``HX-4F2K-7P``."""
    return bool(REFERENCE.match(text.strip())) and any(c.isdigit() or c == "-" for c in text)


def reference(text: str) -> str:
    """``text`` as references are written: capitals, in groups of two, four and two."""
    bare = text.strip().upper().replace("-", "")
    return "-".join(part for part in (bare[:2], bare[2:6], bare[6:8]) if part)


def _says_who_or_where(simple: str) -> bool:
    return "@" in simple or bool(POSTCODE.search(simple)) or _is_in_one_piece(simple.replace(" ", ""))


def _words_of(text: str) -> list[str]:
    simple = plain(text)
    joined = _joined(simple)
    whole = [joined] if _is_in_one_piece(joined) else []
    ends = POSTCODE.findall(simple)
    parts = [part for word in WORD.findall(simple) for part in (word, *re.split(r"[-]", word))]
    return [*whole, *(end.replace(" ", "") for end in ends), *parts]


def _joined(simple: str) -> str:
    """Without blanks, and a number of this country as it is dialled within it."""
    return re.sub(r"^\+44(?=\d{6})", "0", simple.replace(" ", ""))


def _is_in_one_piece(joined: str) -> bool:
    is_number = joined.lstrip("+").isdigit() and len(joined) >= 6
    return is_number or bool(re.fullmatch(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}", joined))


def _digest(word: str, key: bytes) -> int:
    full = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return int.from_bytes(full[:DIGEST_BYTES], signed=True)
