"""What came of a search, small enough to be kept with it: no page has to compare again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from moothall.civic.matching.rules import Certainty


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that may help. ``kind`` of the reason: need, name, words or meaning; ``said``: the person's
    words it rests on; ``need``: the id of the need it meets; ``under``: of several needs told, the one whose
    heading it stands under."""

    service: UUID
    kind: str
    said: tuple[str, ...]
    need: str
    under: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {"service": str(self.service), "kind": self.kind, "said": self.said, "need": self.need} | (
            {"under": self.under} if self.under else {}
        )


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """What came of a search. ``near``: how many of ``hits`` could well help, the rest may; ``question``: the
    needs to choose from, if two readings are close; ``by_meaning``: whether the sentence model read the
    words; ``absent``: needs told plainly that nothing here meets; ``language``: the one the words are in, if
    Moothall does not read it or they call for urgent help."""

    hits: tuple[Hit, ...]
    near: int
    needs: tuple[str, ...]
    certainty: Certainty
    prompt: str = ""
    question: tuple[str, ...] = ()
    by_meaning: bool = True
    absent: tuple[str, ...] = ()
    language: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "hits": [hit.plain() for hit in self.hits],
            "near": self.near,
            "needs": self.needs,
            "certainty": self.certainty.value,
            "prompt": self.prompt,
            "question": self.question,
            "by_meaning": self.by_meaning,
            "absent": self.absent,
            "language": self.language,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The outcome that :meth:`plain` was made from."""
        hits = tuple(
            Hit(**{**hit, "service": UUID(hit["service"]), "said": tuple(hit["said"])})
            for hit in plain["hits"]
        )
        lists = {name: tuple(plain[name]) for name in ("needs", "question", "absent") if name in plain}
        return cls(**{**plain, **lists, "hits": hits, "certainty": Certainty(plain["certainty"])})
