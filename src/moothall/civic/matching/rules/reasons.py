"""Why a service is shown, in the person's own words."""

from dataclasses import dataclass

from moothall.civic.matching.rules.readings import NeedReading, Span
from moothall.civic.matching.rules.text import Word, stem, words

_SERVES = 0.5
_SPEAKS_OF = 0.4
_MOST_WORDS = 3


@dataclass(frozen=True)
class Reason:
    """One reason: `kind` is “need”, “words” or “meaning”; `said` the person's words it rests on, if any."""

    kind: str
    sentence: str
    said: tuple[Span, ...] = ()
    need: str | None = None


def reasons_for(
    typed: str, *, name: str, text: str, reading: NeedReading | None, affinity: float
) -> tuple[Reason, ...]:
    """The reasons for one service, the most telling first; always at least one.

    `reading` is the need that speaks most for the service and `affinity` how well the service serves it, 0 to 1.
    """
    found = [_need_reason(reading, affinity), _word_reason(typed, name, text)]
    reasons = tuple(reason for reason in found if reason is not None)
    return reasons or (
        Reason(kind="meaning", sentence="What it does is close in meaning to what you wrote."),
    )


def _need_reason(reading: NeedReading | None, affinity: float) -> Reason | None:
    if reading is None or affinity < _SERVES or reading.strength < _SPEAKS_OF:
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


def _word_reason(typed: str, name: str, text: str) -> Reason | None:
    offered = {stem(word.text) for word in words(f"{name} {text}")}
    shared = _distinct([word for word in words(typed) if word.carries_meaning and stem(word.text) in offered])
    if not shared:
        return None
    said = tuple(Span(typed[word.start : word.end], word.start, word.end) for word in shared[:_MOST_WORDS])
    quoted = ", ".join(f"“{each.text}”" for each in said)
    return Reason(kind="words", sentence=f"It mentions {quoted}.", said=said)


def _distinct(found: list[Word]) -> list[Word]:
    by_stem: dict[str, Word] = {}
    for word in found:
        by_stem.setdefault(stem(word.text), word)
    return list(by_stem.values())
