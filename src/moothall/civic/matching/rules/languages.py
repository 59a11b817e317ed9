"""Which language a text is in, as far as a few words and runs of three letters tell."""

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from moothall.civic.matching.rules.lexical import trigrams
from moothall.civic.matching.rules.text import words

OTHER = "other"
"""A script that no language here is written in."""
_SMOOTH = 0.2
_KINDS = 3000
"""About as many runs of three letters as a language uses."""
_ALIKE = 0.5
_LETTERED = 0.5
_CLEARLY = 1.0


@dataclass(frozen=True)
class Language:
    """One language: its code, its names in English and in itself, what to say in it, words and letters of its
    own, its script, and whether Moothall reads it."""

    code: str
    name: str
    own_name: str
    sorry: str
    phone: str
    say: frozenset[str]
    letters: frozenset[str] = frozenset()
    script: str = "latin"
    is_read: bool = False

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(gram for word in self.say for gram in trigrams(word))

    @cached_property
    def _all(self) -> float:
        return sum(self._counts.values()) + _SMOOTH * _KINDS

    def likelihood(self, word: str) -> float:
        """The mean logarithm of how usual the runs of three letters of `word` are."""
        grams = trigrams(word)
        return sum(math.log((self._counts[gram] + _SMOOTH) / self._all) for gram in grams) / len(grams)


class Languages:
    """Recognises the languages it knows."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self.by_code: Mapping[str, Language] = {each.code: each for each in languages}
        self._by_script = {
            script: [each for each in languages if each.script == script]
            for script in {each.script for each in languages}
        }

    @cached_property
    def read(self) -> frozenset[str]:
        """The codes of the languages that are read."""
        return frozenset(code for code, each in self.by_code.items() if each.is_read)

    def of(self, text: str, *, is_english: Callable[[str], bool]) -> str:
        """The code of the language of `text`: “en” where nothing speaks for another, `OTHER` for a script
        that is not known. `is_english` tells whether a word is an English one."""
        script = _script(text)
        if script not in self._by_script:
            return OTHER if script else "en"
        found = [part for word in words(text) for part in (word.text, *word.text.split("'"))]
        found = list(dict.fromkeys(part for part in found if part and not part.isdigit()))
        told = self._told(found, self._by_script[script], is_english)
        if script != "latin":
            return max(told, key=lambda code: told[code])
        code = max((each for each in told if each != "en"), key=lambda each: told[each], default="en")
        english = sum(is_english(word) and word not in self.by_code[code].say for word in found)
        return code if told[code] >= _CLEARLY and told[code] > english else "en"

    def _told(
        self, found: Sequence[str], languages: Sequence[Language], is_english: Callable[[str], bool]
    ) -> dict[str, float]:
        """How much speaks for each language: its words, its letters, and words whose letters run as its own
        do."""
        told = dict.fromkeys((each.code for each in languages), 0.0)
        for word in found:
            saying = [each for each in languages if word in each.say]
            for each in saying:
                told[each.code] += 1.0 if len(saying) == 1 else _ALIKE
            if not saying and len(word) > 3 and not is_english(word):
                told[max(languages, key=lambda each: each.likelihood(word)).code] += _ALIKE
            for each in languages:
                told[each.code] += _LETTERED * (not each.letters.isdisjoint(word))
        return told


def _script(text: str) -> str:
    """The script that most letters of `text` belong to; empty where there are none."""
    counted = Counter(_script_of(letter) for letter in text if letter.isalpha())
    return counted.most_common(1)[0][0] if counted else ""


def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0].lower()
