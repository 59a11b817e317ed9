"""A place in a sequence of tokens, and the problems found on the way."""

from __future__ import annotations

from typing import NoReturn

from ..limits import STANDARD_LIMITS, Limits
from ..problems import NOWHERE, LimitReached, Place, Problem, RuleSyntaxError
from .lexer import END, NAME, SIGN, Token, tokens_of


class Cursor:
    """Reads tokens one after the other."""

    def __init__(self, text: str, *, place: Place = NOWHERE, limits: Limits = STANDARD_LIMITS) -> None:
        if len(text) > limits.text_length:
            message = (
                f"A rule may have at most {limits.text_length:,} characters; this one has {len(text):,}."
            )
            raise LimitReached(Problem(message, place))
        self.text = text
        self.place = place
        self.limits = limits
        self.tokens = tokens_of(text, place)
        self.position = 0
        self.depth = 0
        self.problems: list[Problem] = []

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    @property
    def following(self) -> Token:
        """The token after the current one."""
        return self.tokens[min(self.position + 1, len(self.tokens) - 1)]

    def at_sign(self, *signs: str) -> bool:
        """Whether the current token is one of those signs."""
        return self.token.kind == SIGN and self.token.text in signs

    def at_word(self, *words: str) -> bool:
        """Whether the current token is one of those words."""
        return self.token.kind == NAME and self.token.text in words

    def take(self) -> Token:
        """The current token; moves on."""
        token = self.token
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def takes_sign(self, *signs: str) -> bool:
        """Move over one of those signs if it is here; says whether it was."""
        if not self.at_sign(*signs):
            return False
        self.take()
        return True

    def expect_sign(self, *signs: str) -> str:
        """Move over one of those signs. Raises RuleSyntaxError when something else is here."""
        if not self.at_sign(*signs):
            self.fail(expected=" or ".join(f"“{sign}”" for sign in signs))
        return self.take().text

    def expect_word(self, *words: str) -> None:
        """Move over those words. Raises RuleSyntaxError when something else is here."""
        for word in words:
            if not self.at_word(word):
                self.fail(expected=f"“{word}”")
            self.take()

    def deeper(self) -> None:
        """Count one more level of nesting. Raises LimitReached beyond the limit."""
        self.depth += 1
        if self.depth > self.limits.nesting:
            self.too_long(f"brackets are nested more than {self.limits.nesting} deep")

    def too_long(self, reason: str) -> NoReturn:
        """Stop because a limit is reached."""
        raise LimitReached(Problem(f"The rule is too complicated: {reason}.", self.where()))

    def where(self, at: int | None = None) -> Place:
        """The place of an offset, or of the current token."""
        return self.place.shifted(self.text, self.token.start if at is None else at)

    def note(
        self, message: str, at: int, *, text: str = "", expected: str = "", suggestion: str = ""
    ) -> None:
        """Keep a problem that does not stop reading."""
        self.problems.append(Problem(message, self.where(at), text, expected, suggestion))

    def fail(self, *, expected: str, suggestion: str = "") -> NoReturn:
        """Stop at the current token, saying what should be there."""
        ended = self.token.kind == END
        message = "The text ends too early." if ended else "This is not what should come here."
        text = self.text if ended else self.token.text
        raise RuleSyntaxError(Problem(message, self.where(), text, expected, suggestion))

    def written(self, first: int, last: int) -> str:
        """The text of the tokens from one position up to, not including, another."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]
