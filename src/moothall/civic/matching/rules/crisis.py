"""Words that mean somebody may be in danger now: found the same way every time, with no model.

Deterministic on purpose: what is caught and what is not can be read in `crisis.yaml`, tested and reviewed
by people who do safeguarding. It only ever adds help at the top of a page; it never hides or blocks anything.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from moothall.civic.matching.rules.frames import Frame, Place
from moothall.civic.matching.rules.openings import Openings
from moothall.civic.matching.rules.phrases import PhraseCompiler
from moothall.civic.matching.rules.readings import Span
from moothall.civic.matching.rules.spelling import Spelling
from moothall.civic.matching.rules.text import bare, words

_LONGEST = 1000
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_AGE = re.compile(r"(\d{1,2})(?:yo|yr|yrs|yrold|yearold)")
_WELSH_SHORT = re.compile(r"(?<=\w)'(?:n|r|w|u|ch)$")
"""What Welsh writes at the end of a word for a small word ("dwi'n", "mae'r")."""
_BREAK = re.compile(r"[,;:!?\n()]|\.\W|\W\.")
_MASK = "_"


@dataclass(frozen=True)
class Contact:
    """Somebody to call: `phone` is a number, or “local” where the place has its own; `source` is where it
    was found."""

    name: str
    phone: str
    hours: str
    source: str


@dataclass(frozen=True)
class Help:
    """One kind of urgent help.

    `risk` is the broad kind it belongs to. A service must meet one of `needs` (ids of the vocabulary) to be
    shown with it; where there are none, only the numbers are shown.
    """

    id: str
    risk: str
    title: str
    advice: str
    contacts: tuple[Contact, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnWords:
    """What a panel says in somebody's own language: what to do in danger, and a title for each help."""

    call: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class UrgentHelp:
    """Urgent help for somebody's words: which help, and the words that called for it."""

    help: Help
    said: Span

    @property
    def risk(self) -> str:
        """The kind of danger: suicide, domestic_abuse, child, adult_safeguarding, emergency or
        destitution."""
        return self.help.risk


@dataclass(frozen=True)
class CrisisRule:
    """What calls for one kind of help: phrases in `say`, frames, each a list of parts, and phrases in other
    languages in `foreign`."""

    help: str
    say: Sequence[str]
    frames: Sequence[Sequence[str]] = ()
    foreign: Sequence[str] = ()

    @property
    def english(self) -> list[str]:
        """Every English phrase and every part of a frame."""
        return [*self.say, *(part for parts in self.frames for part in parts)]

    @property
    def expressions(self) -> list[str]:
        """Every phrase of any language and every part of a frame."""
        return [*self.english, *self.foreign]


@dataclass(frozen=True)
class CrisisPhrases:
    """The reviewed data of the crisis layer, as written in `crisis.yaml`."""

    helps: Mapping[str, Help]
    rules: Sequence["CrisisRule"]
    lookalikes: Sequence[str]
    groups: Mapping[str, Sequence[str]]
    spellings: Mapping[str, str]
    denials: Sequence[str]
    not_denials: Set[str]
    subjects: Set[str]


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int


class CrisisLayer:
    """Finds urgent help in free text."""

    def __init__(self, phrases: CrisisPhrases, *, known_words: Set[str] = frozenset()) -> None:
        """`known_words` are ordinary words that are never taken for a slip of a crisis word."""
        compiler = PhraseCompiler(phrases.groups, phrases.denials)
        self._phrases = phrases
        self._lookalikes = [compiler.compile(each) for each in phrases.lookalikes]
        self._patterns = {each: compiler.compile(each) for rule in phrases.rules for each in rule.expressions}
        self._openings = Openings(self._patterns, phrases.groups)
        self._frames = {rule.help: [Frame(tuple(parts)) for parts in rule.frames] for rule in phrases.rules}
        english = {each for rule in phrases.rules for each in rule.english}
        literal = {word for each in english for word in compiler.literal_words(each)}
        foreign = {word for each in self._patterns.keys() - english for word in compiler.literal_words(each)}
        harmless = {word for phrase in phrases.lookalikes for word in compiler.literal_words(phrase)}
        known = set(known_words) | harmless | foreign | set(phrases.spellings)
        self._spelling = Spelling(literal, known)
        self._denied = re.compile(rf"(?:(?:{'|'.join(phrases.denials)}) ((?:\w+ ){{0,2}})|no |without )$")
        self._longest_spelling = max((len(each.split()) for each in phrases.spellings), default=1)

    @property
    def helps(self) -> Mapping[str, Help]:
        """Every kind of help by its id."""
        return self._phrases.helps

    def urgent_help(self, text: str) -> list[UrgentHelp]:
        """The help that `text` calls for, each kind once, in the order of the rules; empty where there is
        none."""
        text = text[:_LONGEST]
        tokens = self._masked(self._tokens(text))
        line, places = _line(tokens)
        likely = self._openings.of({token.text for token in tokens})
        places_of = cache(lambda each: self._places(line, each) if each in likely else [])
        found = []
        for rule in self._phrases.rules:
            if at := self._first(rule, line, places_of):
                help_now = self._phrases.helps[rule.help]
                found.append(UrgentHelp(help_now, _span_of(text, tokens, places, *at)))
        return found

    def _first(self, rule: CrisisRule, line: str, places_of: Callable[[str], list[Place]]) -> Place | None:
        """Where a phrase or a frame of `rule` is found."""
        for phrase in (*rule.say, *rule.foreign):
            if places := places_of(phrase):
                return places[0]
        held = (frame.place(line, places_of) for frame in self._frames[rule.help])
        return next((place for place in held if place is not None), None)

    def _places(self, line: str, expression: str) -> list[Place]:
        """Where an expression is found and not denied."""
        return [
            match.span()
            for match in self._patterns[expression].finditer(line)
            if match.end() > match.start() and not self._is_denied(line, match.start())
        ]

    def _is_denied(self, line: str, start: int) -> bool:
        """Whether the words just before say that it is not so ("I'm not suicidal")."""
        if line[start:].split(" ", 1)[0] in self._phrases.subjects:
            return False
        denial = self._denied.search(line[:start])
        between = set((denial.group(1) or "").split()) if denial else set()
        return denial is not None and not between & self._phrases.not_denials

    def _tokens(self, text: str) -> list[_Token]:
        """The words as the phrases know them, with clause breaks as `|`."""
        tokens: list[_Token] = []
        end = 0
        for word in words(text):
            if _BREAK.search(text[end : word.start]):
                tokens.append(_Token("|", end, word.start))
            tokens += [_Token(plain, word.start, word.end) for plain in self._plain(word.text)]
            end = word.end
        return self._spelled(self._mended(self._spelled(tokens)))

    def _plain(self, word: str) -> list[str]:
        """A word as the phrases know it: short forms that have a spelling of their own, else no
        apostrophe."""
        if "'" in word and word in self._phrases.spellings:
            return self._phrases.spellings[word].split()
        plain = _STRETCHED.sub(r"\1", _WELSH_SHORT.sub("", bare(word)).replace("'", ""))
        age = _AGE.fullmatch(plain)
        return [age.group(1), "yearold"] if age else [plain]

    def _mended(self, tokens: Iterable[_Token]) -> list[_Token]:
        return [
            _Token(word, token.start, token.end)
            for token in tokens
            for word in ((token.text,) if token.text == "|" else self._spelling.mended(token.text))
        ]

    def _spelled(self, tokens: Sequence[_Token]) -> list[_Token]:
        """Other ways of writing the same, longest first ("any more", "im", "gonna")."""
        spelled: list[_Token] = []
        at = 0
        while at < len(tokens):
            run, written = self._spelling_at(tokens, at)
            spelled += [_Token(word, run[0].start, run[-1].end) for word in written.split()]
            at += len(run)
        return spelled

    def _spelling_at(self, tokens: Sequence[_Token], at: int) -> tuple[Sequence[_Token], str]:
        for length in range(self._longest_spelling, 0, -1):
            run = tokens[at : at + length]
            written = self._phrases.spellings.get(" ".join(token.text for token in run))
            if written is not None:
                return run, written
        return tokens[at : at + 1], tokens[at].text

    def _masked(self, tokens: list[_Token]) -> list[_Token]:
        """The tokens with harmless phrases blanked ("killing time"), so that no rule sees them."""
        line, places = _line(tokens)
        hidden = set()
        for pattern in self._lookalikes:
            for match in pattern.finditer(line):
                hidden |= {number for number, at in enumerate(places) if match.start() <= at < match.end()}
        return [
            _Token(_MASK, token.start, token.end) if number in hidden else token
            for number, token in enumerate(tokens)
        ]


def _line(tokens: Sequence[_Token]) -> tuple[str, list[int]]:
    """The tokens as one line, a space after each, and where each begins in it."""
    line, places = "", []
    for token in tokens:
        places.append(len(line))
        line += f"{token.text} "
    return line, places


def _span_of(text: str, tokens: Sequence[_Token], places: Sequence[int], start: int, end: int) -> Span:
    touched = [
        token
        for token, at in zip(tokens, places, strict=True)
        if start <= at < end and token.text not in ("|", _MASK)
    ]
    first, past = touched[0].start, touched[-1].end
    return Span(text=text[first:past], start=first, end=past)
