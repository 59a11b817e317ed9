"""FEEL text to syntax tree (DMN 1.5, 10.3.1.2).

Binding strength, weakest first: or · and · comparison, between, in · + - · * / · ** · unary minus ·
instance of · path, filter, invocation.
"""

from __future__ import annotations

from ..limits import STANDARD_LIMITS, Limits
from ..problems import NOWHERE, Place
from ..values.numbers import number_from_text
from ..values.temporal_text import temporal_from_text
from . import syntax
from .bodies import BodyReader
from .lexer import AT, END, NAME, NUMBER, SIGN, STRING, Token, string_value
from .scope import VALUE, Scope, Surroundings
from .syntax import Node
from .type_parser import read_type

COMPARING, ADDITIVE = 3, 4
STRENGTH = {
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARING),
    **dict.fromkeys(("+", "-"), ADDITIVE),
    **dict.fromkeys(("*", "/"), 5),
    "**": 6,
}
WORD_STRENGTH = {"or": 1, "and": 2, "between": 3, "in": 3}
SIGNS_MEANT = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!=", "<==": "<=", ">==": ">=", "!==": "!="}
HALF_LINE_SIGNS = ("<", "<=", ">", ">=", "=", "!=")
LONGEST_CHAIN = 200


class Parser(BodyReader):
    """Reads one expression, or one cell of unary tests."""

    def __init__(
        self,
        text: str,
        scope: Scope,
        surroundings: Surroundings,
        *,
        place: Place = NOWHERE,
        limits: Limits = STANDARD_LIMITS,
    ) -> None:
        super().__init__(text, scope, surroundings, place=place, limits=limits)
        self.in_interval = False

    def whole_expression(self) -> Node:
        """The tree of the whole text. Raises RuleSyntaxError or LimitReached."""
        node = self.expression()
        if self.token.kind != END:
            self.fail(expected="an operator or the end of the expression")
        return node

    def whole_tests(self, slot: int) -> Node:
        """The tree of a cell: `-`, tests, or `not(tests)`, about the value kept in `slot`."""
        if self.at_sign("-") and self.following.kind == END:
            return syntax.Anything(self.take().start)
        outer, self.scope = self.scope, self.scope.inner()
        self.scope.bind(VALUE, slot)
        tests = self._negated_tests(slot) or self.tests(slot, at=0)
        self.scope = outer
        if self.token.kind != END:
            self.fail(expected="a comma or the end of the cell")
        return tests

    def _negated_tests(self, slot: int) -> syntax.Tests | None:
        """`not(…)` round the whole cell; None when it is not that."""
        if not (self.at_word("not") and self.following.text == "("):
            return None
        start = self.position
        self.take()
        self.take()
        tests = self.tests(slot, at=0)
        if self.takes_sign(")") and self.token.kind == END:
            return syntax.Tests(0, tests.tests, slot, True, tests.uses_value)
        self.position = start
        return None

    def tests(self, slot: int, *, at: int) -> syntax.Tests:
        """One or more unary tests, separated by commas."""
        nodes: list[Node] = []
        uses: list[bool] = []
        while True:
            outer_use, self.value_used = self.value_used, False
            nodes.append(self.expression())
            uses.append(self.value_used)
            self.value_used = outer_use
            if not self.takes_sign(","):
                return syntax.Tests(at, tuple(nodes), slot, False, tuple(uses))

    def expression(self) -> Node:
        """Any expression."""
        self.deeper()
        outer, self.in_interval = self.in_interval, False
        node = self.body() or self.binary(1)
        self.in_interval = outer
        self.depth -= 1
        return node

    def binary(self, weakest: int) -> Node:
        """Operands joined by operators at least as strong as `weakest`."""
        left = self.unary()
        for _ in range(LONGEST_CHAIN):
            strength = self._strength()
            if strength < weakest:
                return left
            left = self._joined(left, strength)
        return self.too_long(f"more than {LONGEST_CHAIN} operators follow one another")

    def _strength(self) -> int:
        token = self.token
        if token.kind == SIGN:
            return STRENGTH.get(token.text, 0)
        return WORD_STRENGTH.get(token.text, 0) if token.kind == NAME else 0

    def _joined(self, left: Node, strength: int) -> Node:
        token = self.take()
        if token.text == "between":
            return self._between(left)
        if token.text == "in":
            return self._membership(left)
        if strength == COMPARING:
            self._refuse_second_sign(token)
        right = self.binary(strength + 1)
        if strength <= WORD_STRENGTH["and"]:
            self._refuse_half_tests(left, right)
        if token.text == "and":
            return syntax.Conjunction(left.at, left, right)
        if token.text == "or":
            return syntax.Disjunction(left.at, left, right)
        kind = syntax.Comparison if strength == COMPARING else syntax.Arithmetic
        return kind(left.at, token.text, left, right)

    def _refuse_second_sign(self, first: Token) -> None:
        """`a == b` and `=> 3` say nothing: the second sign makes a range of what follows."""
        if self.at_sign(*HALF_LINE_SIGNS) and not self.token.spaced:
            written = first.text + self.token.text
            meant = SIGNS_MEANT.get(written, first.text)
            self.note("Two signs of comparison follow one another.", first.start, text=written,
                      expected="one of = != < <= > >=", suggestion=meant)  # fmt: skip

    def _refuse_half_tests(self, *operands: Node) -> None:
        """`> 3 and < 7` looks like a test but is none."""
        for operand in operands:
            if isinstance(operand, syntax.HalfLine):
                self.note("This says nothing about what is compared.", operand.at, text=operand.symbol,
                          expected="“? > 3 and ? < 7”, or a range such as “(3..7)”")  # fmt: skip

    def _between(self, value: Node) -> Node:
        low = self.binary(ADDITIVE)
        self.expect_word("and")
        return syntax.Between(value.at, value, low, self.binary(ADDITIVE))

    def _membership(self, value: Node) -> Node:
        start = self.token.start
        outer, self.scope = self.scope, self.scope.inner()
        slot = self.scope.declare(VALUE)
        bracketed = self._bracketed_tests(slot)
        if bracketed is None:
            outer_use, self.value_used = self.value_used, False
            test = self.binary(ADDITIVE)
            bracketed = syntax.Tests(start, (test,), slot, False, (self.value_used,))
            self.value_used = outer_use
        self.scope = outer
        return syntax.Membership(value.at, value, bracketed)

    def _bracketed_tests(self, slot: int) -> syntax.Tests | None:
        """`(test, …)` after `in`; None when the bracket belongs to an interval or a longer expression."""
        if not self.at_sign("("):
            return None
        start, problems = self.position, len(self.problems)
        opening = self.take()
        tests = self.tests(slot, at=opening.start)
        if self.takes_sign(")") and not self._continues():
            return tests
        self.position = start
        del self.problems[problems:]
        return None

    def _continues(self) -> bool:
        return self._strength() >= ADDITIVE or self.at_sign(".", "[", "(")

    def unary(self) -> Node:
        """An operand with its minus signs, and `instance of` after it."""
        signs: list[int] = []
        while self.at_sign("-"):
            signs.append(self.take().start)
            if len(signs) > LONGEST_CHAIN:
                self.too_long("too many minus signs follow one another")
        node = self.postfix()
        while self.at_word("instance") and self.following.text == "of":
            self.take()
            self.take()
            node = syntax.InstanceOf(node.at, node, read_type(self, self.surroundings))
        for at in reversed(signs):
            node = syntax.Negation(at, node)
        return node

    def primary(self) -> Node:
        """A literal, a name, a bracketed expression, an interval, or a test without a left side."""
        token = self.token
        if token.kind == NAME:
            return self.name_or_keyword()
        if token.kind == NUMBER:
            return self._number()
        if token.kind == STRING:
            return syntax.Literal(self.take().start, string_value(token.text))
        if token.kind == AT:
            return self._temporal()
        return self._opened_by_sign()

    def _number(self) -> Node:
        token = self.take()
        try:
            return syntax.Literal(token.start, number_from_text(token.text))
        except ArithmeticError:
            self.note("This number is too large or too small.", token.start, text=token.text)
            return syntax.Literal(token.start, None)

    def _temporal(self) -> Node:
        token = self.take()
        value = temporal_from_text(string_value(token.text))
        if value is None:
            self.note(
                "This is no date, time or duration.",
                token.start,
                text=token.text,
                expected='one such as @"2026-04-01", @"09:30:00" or @"P1Y"',
            )
        return syntax.Literal(token.start, value)

    def _opened_by_sign(self) -> Node:
        token = self.token
        if token.text == "?":
            return self.name_or_keyword()
        if self.takes_sign("("):
            return self._bracketed(token.start)
        if self.takes_sign("["):
            return self._list_or_interval(token.start)
        if self.takes_sign("]"):
            return self._interval(token.start, self.expression(), included=False)
        if self.takes_sign("{"):
            return self.context_literal(token.start)
        if self.takes_sign(*HALF_LINE_SIGNS):
            self._refuse_second_sign(token)
            return syntax.HalfLine(token.start, token.text, self.binary(ADDITIVE))
        if token.text == "'":
            return self.fail(expected="a text in double quotation marks", suggestion='"')
        return self.fail(expected="a value, a name or an opening bracket")

    def _bracketed(self, at: int) -> Node:
        inner = self.expression()
        if self.at_sign(".."):
            return self._interval(at, inner, included=False)
        self.expect_sign(")")
        return inner

    def _list_or_interval(self, at: int) -> Node:
        items: list[Node] = []
        while not self.takes_sign("]"):
            if items:
                self.expect_sign(",")
            items.append(self.expression())
            if len(items) == 1 and self.at_sign(".."):
                return self._interval(at, items[0], included=True)
        return syntax.ListLiteral(at, tuple(items))

    def _interval(self, at: int, low: Node, *, included: bool) -> Node:
        self.expect_sign("..")
        self.deeper()
        outer, self.in_interval = self.in_interval, True
        high = self.binary(ADDITIVE)
        self.in_interval = outer
        self.depth -= 1
        closing = self.expect_sign("]", ")", "[")
        return syntax.Interval(at, low, high, included, closing == "]")
