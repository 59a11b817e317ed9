"""The values that an item definition allows (DMN 1.5, 7.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..feel import syntax
from ..feel.expressions import Expression
from ..limits import Limits, Run
from ..values.types import DefinedType, ListType, resolved


@dataclass(frozen=True, slots=True)
class Constraint:
    """Unary tests of a type, compiled with `?` and the names of the parts beside it."""

    text: str
    tests: Expression
    siblings: tuple[str, ...]
    limits: Limits

    def holds(self, value: Any, beside: Sequence[Any] = ()) -> bool:
        """Whether the value passes, given those of the parts beside it."""
        known = beside or (None,) * len(self.siblings)
        return self.tests.evaluate(Run(self.limits), [value, *known]) is True

    def holds_projected(self, value: Any) -> bool:
        """Whether every item of a list passes, or the value itself if it is no list."""
        return all(map(self.holds, value)) if value.__class__ is list else self.holds(value)

    @property
    def depends_on_siblings(self) -> bool:
        """Whether the tests mention a part beside the value."""
        beside = self.tests.slots[1:]
        return any(
            isinstance(node, syntax.Variable) and node.slot in beside for node in syntax.walk(self.tests.tree)
        )


def restrict(type_: DefinedType, constraint: Constraint, *, projected: bool) -> None:
    """Let the type allow only values for which the constraint holds, besides what it says already.

    `projected` constraints are about each item of a list: `allowedValues` are, `typeConstraint` is not.
    """
    listed = projected and isinstance(resolved(type_), ListType)
    type_.allowed_tree = None if type_.allows or listed else constraint.tests
    _narrow(type_, constraint.holds_projected if listed else constraint.holds)
    type_.allowed_text = constraint.text


def restrict_parts(whole: DefinedType, part: str, constraint: Constraint) -> None:
    """Let a context allow only values for this part that go with its other parts."""

    def fits(value: Any) -> bool:
        beside = [value.get(name) for name in constraint.siblings]
        return value.get(part) is None or constraint.holds(value[part], beside)

    _narrow(whole, fits)


def _narrow(type_: DefinedType, test: Callable[[Any], bool]) -> None:
    earlier = type_.allows
    type_.allows = test if earlier is None else lambda value: earlier(value) and test(value)
