"""How far somebody is on a journey, as it is kept encrypted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from moothall.services.answers import Answers
from moothall.services.steps import Answer


@dataclass(frozen=True, slots=True)
class Progress:
    """The answers, and what happened on the way.

    ``known``: the answers, by step, that the person let be filled in from before (``None``: not asked,
    empty: not this time).
    ``left_pence``: the amount they left to pay. ``declared``: whether they agreed to the declaration.
    ``gone``: pages of steps whose hold has gone, with the words to say so.
    """

    answers: Answers = field(default_factory=Answers)
    known: Mapping[str, Answer] | None = None
    left_pence: int | None = None
    declared: bool = False
    gone: Mapping[str, str] = field(default_factory=dict)

    def with_answers(self, answers: Answers) -> "Progress":
        """The same with other answers."""
        return replace(self, answers=answers)

    def with_answer(self, key: str, answer: Answer) -> "Progress":
        """The same with one more answer, which makes good what had gone there."""
        gone = {name: words for name, words in self.gone.items() if name != key}
        return replace(self, answers=self.answers.with_answer(key, answer), gone=gone)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Progress":
        """From what :meth:`plain` gave."""
        return cls(**{**plain, "answers": Answers(**plain["answers"])}) if plain else cls()
