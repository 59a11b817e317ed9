"""The larger FEEL expressions: if, for, some, every, function, contexts; and what follows an operand."""

from __future__ import annotations

from ..builtins.registry import BuiltIn
from ..limits import STANDARD_LIMITS, Limits, Run
from ..problems import NOWHERE, LimitReached, Place, RuleSyntaxError, Undefined
from ..values.types import ANY, Type
from . import syntax
from .lexer import STRING, normal_name, string_value
from .name_reader import NameReader
from .scope import Scope, Surroundings
from .syntax import Node
from .type_parser import read_type

ITEM, PARTIAL = "item", "partial"
LONGEST_TAIL = 60


class BodyReader(NameReader):
    """Reads the expressions that hold other expressions."""

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

    def expression(self) -> Node:
        """Any expression; the parser that builds on this class reads it."""
        raise NotImplementedError

    def primary(self) -> Node:
        """One operand; the parser that builds on this class reads it."""
        raise NotImplementedError

    def body(self) -> Node | None:
        """An expression that begins with a keyword; None when none is here."""
        if self.known_name_is_longer():
            return None
        at = self.token.start
        if self.at_word("if"):
            return self._choice(at)
        if self.at_word("for"):
            return self._loop(at)
        if self.at_word("some", "every"):
            return self._quantified(at)
        if self.at_word("function") and self.following.text == "(":
            return self._function(at)
        return None

    def postfix(self) -> Node:
        """An operand and the paths, filters and calls that follow it."""
        node = self.body() or self.primary()
        for _ in range(LONGEST_TAIL):
            if self.takes_sign("."):
                node = syntax.Path(node.at, node, self.part_name())
            elif self.takes_sign("("):
                node = self._call(node)
            elif self.at_sign("["):
                filtered = self._filter(node)
                if filtered is None:
                    return node
                node = filtered
            else:
                return node
        return self.too_long(f"more than {LONGEST_TAIL} paths, filters or calls follow one another")

    def _choice(self, at: int) -> Node:
        self.take()
        condition = self.expression()
        self.expect_word("then")
        chosen = self.expression()
        self.expect_word("else")
        return syntax.Choice(at, condition, chosen, self.expression())

    def _loop(self, at: int) -> Node:
        self.take()
        outer, self.scope = self.scope, self.scope.inner()
        iterations = self._iterations()
        self.expect_word("return")
        partial = self.scope.declare(PARTIAL)
        body = self.expression()
        self.scope = outer
        return syntax.Loop(at, iterations, body, partial)

    def _quantified(self, at: int) -> Node:
        every = self.take().text == "every"
        outer, self.scope = self.scope, self.scope.inner()
        iterations = self._iterations()
        self.expect_word("satisfies")
        body = self.expression()
        self.scope = outer
        return syntax.Quantified(at, every, iterations, body)

    def _iterations(self) -> tuple[syntax.Iteration, ...]:
        found: list[syntax.Iteration] = []
        while not found or self.takes_sign(","):
            at = self.token.start
            name = self.name_before(word="in")
            self.take()
            values = self.expression()
            to = self.expression() if self.takes_sign("..") else None
            found.append(syntax.Iteration(at, self.scope.declare(name), values, to))
        return tuple(found)

    def _function(self, at: int) -> Node:
        self.take()
        self.take()
        outer, self.scope = self.scope, self.scope.inner()
        names, types = self._parameters()
        slots = tuple(self.scope.declare(name) for name in names)
        node = self._external(at) or syntax.FunctionLiteral(at, names, types, slots, self.expression())
        self.scope = outer
        return node

    def _parameters(self) -> tuple[tuple[str, ...], tuple[Type, ...]]:
        names: list[str] = []
        types: list[Type] = []
        while not self.takes_sign(")"):
            if names:
                self.expect_sign(",")
            names.append(self.name_before(":", ",", ")"))
            types.append(read_type(self, self.surroundings) if self.takes_sign(":") else ANY)
        return tuple(names), tuple(types)

    def _external(self, at: int) -> Node | None:
        if not (self.at_word("external") and self.following.text == "{"):
            return None
        self.take()
        node = self.expression()
        kind = node.names[0] if isinstance(node, syntax.ContextLiteral) and node.names else "external"
        self.note(
            "Functions written in another language are not carried out.",
            at,
            text=kind,
            expected="a function written in FEEL",
        )
        return syntax.ExternalFunction(at, kind)

    def _call(self, callee: Node) -> Node:
        names: list[str] = []
        arguments: list[Node] = []
        named = self.named_argument_is_here()
        while not self.takes_sign(")"):
            if arguments:
                self.expect_sign(",")
            if named:
                names.append(self.name_before(":"))
                self.take()
            arguments.append(self.expression())
        self._check_call(callee, names if named else None, arguments)
        if named:
            return syntax.NamedCall(callee.at, callee, tuple(names), tuple(arguments))
        return syntax.Call(callee.at, callee, tuple(arguments))

    def _check_call(self, callee: Node, names: list[str] | None, arguments: list[Node]) -> None:
        """A call of a built-in function that can only give null is a mistake."""
        if not (isinstance(callee, syntax.Constant) and isinstance(callee.value, BuiltIn)):
            return
        function = callee.value
        if not function.accepts(len(arguments), names):
            self.note(f"{function.name} is not called so.", callee.at, text=function.name,
                      expected=function.signatures())  # fmt: skip
            return
        values = [one.value for one in arguments if isinstance(one, syntax.Literal)]
        if not function.pure or len(values) < len(arguments) or None in values:
            return
        try:
            function.call(Run(self.limits), values, names)
        except Undefined as reason:
            self.note(f"{function.name} has no value here: {reason}.", callee.at,
                      text=self.text[callee.at : self.tokens[self.position - 1].end],
                      expected=f"other arguments of {function.signatures()}")  # fmt: skip

    def _filter(self, base: Node) -> Node | None:
        """`[predicate]`; None when the bracket closes an interval instead."""
        start, problems, depth, outer = self.position, len(self.problems), self.depth, self.scope
        may_close = self.in_interval
        try:
            return self._plain_filter(base)
        except (RuleSyntaxError, LimitReached):
            if not may_close:
                raise
            self.position, self.depth, self.scope, self.in_interval = start, depth, outer, True
            del self.problems[problems:]
            return None

    def _plain_filter(self, base: Node) -> Node:
        self.take()
        outer = self.scope
        slot = outer.frames.new_slot()
        self.scope = outer.inner(item_slot=slot)
        self.scope.bind(ITEM, slot)
        predicate = self.expression()
        self.scope = outer
        self.expect_sign("]")
        return syntax.Filter(base.at, base, predicate, slot)

    def context_literal(self, at: int) -> Node:
        """`{name: value, …}`, the opening bracket already taken."""
        outer, self.scope = self.scope, self.scope.inner()
        names: list[str] = []
        slots: list[int] = []
        values: list[Node] = []
        while not self.takes_sign("}"):
            if names:
                self.expect_sign(",")
            name = self._entry_name(names)
            self.expect_sign(":")
            early = self.scope.declare(name) if self.at_word("function") else None
            values.append(self.expression())
            names.append(name)
            slots.append(self.scope.declare(name) if early is None else early)
        self.scope = outer
        if len(set(names)) < len(names):
            return syntax.Literal(at, None)
        return syntax.ContextLiteral(at, tuple(names), tuple(slots), tuple(values))

    def _entry_name(self, earlier: list[str]) -> str:
        at = self.token.start
        if self.token.kind == STRING:
            name = string_value(self.take().text)
        else:
            name = normal_name(self.name_before(":"))
        if name in earlier:
            self.note("This name is used twice in one context.", at, text=name, expected="a name of its own")
        self.entry_names.add(name)
        return name
