"""Why a service is shown, in the person's own words."""

import re
from dataclasses import dataclass

from moothall.civic.matching.rules.readings import NeedReading, Span
from moothall.civic.matching.rules.text import Word, stem, words

_SERVES = 0.5
_COUNTS = 0.3
_MOST_WORDS = 3
_TELLING = 4
_SAYS_LITTLE = frozenset(
    {"into", "over", "about", "some", "more", "most", "much", "many", "thing", "things", "someone", "anyone"}
    | {
        "something",
        "anything",
        "keep",
        "keeps",
        "says",
        "said",
        "make",
        "makes",
        "look",
        "know",
        "like",
        "people",
    }
    | {
        "support",
        "service",
        "services",
        "advice",
        "council",
        "places",
        "place",
        "register",
        "apply",
        "report",
    }
    | {"come", "goes", "going", "find", "near", "after", "before", "every", "other", "time", "take", "back"}
)


@dataclass(frozen=True)
class Reason:
    """One reason: `kind` is “need”, “name” (the service's name holds the words), “words” (its text does) or
    “meaning”; `said` the person's words it rests on, if any."""

    kind: str
    sentence: str
    said: tuple[Span, ...] = ()
    need: str | None = None


_BY_MEANING = Reason(kind="meaning", sentence="What it does is close in meaning to what you wrote.")


class Mentions:
    """The telling words of what a person typed, ready to be looked for in many services."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._wanted = _by_stem(typed)
        beginnings = "|".join(sorted(re.escape(each.removesuffix("y")) for each in self._wanted))
        self._pattern = re.compile(rf"\b(?:{beginnings})[a-z]*") if self._wanted else None

    def reason(self, name: str, text: str) -> Reason | None:
        """That a service's name or text mentions some of the words; None where it mentions none."""
        in_name = self._shared(name)
        said = in_name or self._shared(text)
        if not said:
            return None
        quoted = ", ".join(f"“{each.text}”" for each in said)
        return Reason(kind="name" if in_name else "words", sentence=f"It mentions {quoted}.", said=said)

    def _shared(self, offered: str) -> tuple[Span, ...]:
        """The wanted words that a text holds, at most three."""
        if self._pattern is None:
            return ()
        held = {stem(found) for found in self._pattern.findall(offered.lower())}
        shared = [word for root, word in self._wanted.items() if root in held][:_MOST_WORDS]
        return tuple(Span(self._typed[word.start : word.end], word.start, word.end) for word in shared)


def reasons_for(
    mentions: Mentions, *, name: str, text: str, reading: NeedReading | None, affinity: float, counts: float
) -> tuple[Reason, ...]:
    """The reasons for one service, the most telling first; always at least one.

    `reading` is the need that speaks most for the service, `affinity` how well the service serves it, 0 to 1,
    and `counts` the same weighed by how surely it was read beside others.
    """
    found = [_need_reason(reading, affinity, counts), mentions.reason(name, text)]
    return tuple(reason for reason in found if reason is not None) or (_BY_MEANING,)


def _need_reason(reading: NeedReading | None, affinity: float, counts: float) -> Reason | None:
    """That a service meets a need: only if it was read on evidence of its own and does serve it."""
    if reading is None or not reading.is_sure or affinity < _SERVES or counts < _COUNTS:
        return None
    topic = reading.need.name
    if reading.said is None:
        return Reason(kind="need", sentence=f"It helps with: {topic}.", need=reading.need.id)
    return Reason(
        kind="need",
        sentence=f"Because you said “{reading.said.text}”: {topic}.",
        said=(reading.said,),
        need=reading.need.id,
    )


def _by_stem(typed: str) -> dict[str, Word]:
    """The first word of each stem that carries meaning and is long enough to tell something."""
    found: dict[str, Word] = {}
    for word in words(typed):
        if word.carries_meaning and len(word.text) >= _TELLING and word.text not in _SAYS_LITTLE:
            found.setdefault(stem(word.text), word)
    return found
