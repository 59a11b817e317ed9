"""Conditions on earlier answers, as data that a person or a form can edit.

``{answer: support, is: yes}``, ``{answer: items, more_than: 3}``, ``{any: [...]}``, ``{all: [...]}``,
``{not: ...}``. A comparison with an answer that is not there is false. ``£18.50`` compares with money;
``today``, ``3 years ago`` and ``2 weeks ahead`` with a date. Pure.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Self

from dateutil.relativedelta import relativedelta
from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from moothall.services.parts import Part
from moothall.services.steps.context import Answer

Scalar = bool | int | float | str | date
Operand = Scalar | tuple[Scalar, ...] | None
Answers = Mapping[str, Answer]
"""The answers that count, nested by step."""
AROUND_TODAY = re.compile(r"(?P<count>\d{1,3}) (?P<unit>day|week|month|year)s? (?P<way>ago|ahead)")
UNITS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}

OPERATORS = ("is", "is_not", "in", "includes", "more_than", "less_than", "at_least", "at_most", "given")
ORDER: dict[str, Callable[[Decimal | str, Decimal | str], bool]] = {
    "more_than": operator.gt,
    "less_than": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
}


class Comparison(Part):
    """One answer, by the id of its step (``address.ward`` for a part of it), and exactly one operator.

    Of a repeating group, an order compares how many items there are; the others hold if they hold for any
    item.
    """

    answer: str
    is_: Scalar | None = Field(None, alias="is")
    is_not: Scalar | None = None
    in_: tuple[Scalar, ...] | None = Field(None, alias="in")
    includes: Scalar | None = None
    more_than: Scalar | None = None
    less_than: Scalar | None = None
    at_least: Scalar | None = None
    at_most: Scalar | None = None
    given: bool | None = None

    @model_validator(mode="after")
    def _has_one_operator(self) -> Self:
        if len(self.model_fields_set) != 2:
            raise PydanticCustomError(
                "operator",
                "expected the answer and exactly one of {operators}",
                {"operators": ", ".join(OPERATORS)},
            )
        return self

    @property
    def operator(self) -> str:
        """Which comparison it is, as the pack writes it."""
        return next(iter(self.model_fields_set - {"answer"})).rstrip("_")

    @property
    def operand(self) -> Operand:
        """What the answer is compared with."""
        found: Operand = getattr(self, next(iter(self.model_fields_set - {"answer"})))
        return found


class All(Part):
    """Every one of the conditions."""

    all: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Part):
    """At least one of the conditions."""

    any: tuple["Condition", ...] = Field(min_length=1)


class Not(Part):
    """The opposite of a condition."""

    not_: "Condition" = Field(alias="not")


def _tag(value: object) -> str:
    if isinstance(value, Part):
        return type(value).__name__
    found = value if isinstance(value, dict) else {}
    return (
        "All" if "all" in found else "AnyOf" if "any" in found else "Not" if "not" in found else "Comparison"
    )


Condition = Annotated[
    Annotated[All, Tag("All")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[Not, Tag("Not")]
    | Annotated[Comparison, Tag("Comparison")],
    Discriminator(_tag),
]

All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()


def holds(condition: "Condition | None", answers: Answers, day: date) -> bool:
    """Whether ``condition`` (``None``: always) is true of ``answers`` on ``day``."""
    if condition is None:
        return True
    if isinstance(condition, All):
        return all(holds(part, answers, day) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(holds(part, answers, day) for part in condition.any)
    if isinstance(condition, Not):
        return not holds(condition.not_, answers, day)
    return _compares(condition, answers, day)


def comparisons(condition: "Condition | None") -> Iterator[Comparison]:
    """Every comparison inside ``condition``."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.not_)
    elif condition is not None:
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from comparisons(part)


def answer_at(path: str, answers: Answers) -> Answer:
    """The answer at ``path`` (``None`` when there is none); for a part of a group's items, the list of
    them."""
    first, *rest = path.split(".")
    value = answers.get(first)
    for name in rest:
        value = _part(value, name)
    return value


def _part(value: Answer, name: str) -> Answer:
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        return [part for item in value if (part := _part(item, name)) is not None]
    return None


def _compares(comparison: Comparison, answers: Answers, day: date) -> bool:
    value, name = answer_at(comparison.answer, answers), comparison.operator
    operand = _dated(comparison.operand, day)
    is_there = value not in (None, "", [])
    if name == "given":
        return is_there is bool(operand)
    if not is_there:
        return False
    if name in ORDER:
        return _in_order(name, value, operand)
    values = value if isinstance(value, list) else [value]
    if name == "is_not":
        return all(not _same(one, operand) for one in values)
    wanted = operand if isinstance(operand, tuple) else (operand,)
    return any(_same(one, other) for one in values for other in wanted)


def _dated(operand: Operand, day: date) -> Operand:
    """The operand, or the date that it names by its distance from ``day``."""
    if operand == "today":
        return day.isoformat()
    said = AROUND_TODAY.fullmatch(operand) if isinstance(operand, str) else None
    if said is None:
        return operand
    count = int(said["count"]) * (-1 if said["way"] == "ago" else 1)
    return (day + count * UNITS[said["unit"]]).isoformat()


def _in_order(name: str, value: Answer, operand: Operand) -> bool:
    size = len(value) if isinstance(value, list) else value
    left, right = _number(size), _number(operand)
    if left is not None and right is not None:
        return ORDER[name](left, right)
    return left is None and right is None and ORDER[name](str(size), str(operand))


def _number(value: object) -> Decimal | None:
    if isinstance(value, str) and value.startswith("£"):
        return _number(value[1:].replace(",", "")) and Decimal(value[1:].replace(",", "")) * 100
    try:
        number = None if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number is None or number.is_finite() else None


def _same(left: object, right: object) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    first, second = _number(left), _number(right)
    return first == second if first is not None and second is not None else str(left) == str(right)
