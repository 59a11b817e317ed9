"""List built-ins (DMN 1.5, 10.3.4.4 and 10.3.4.9)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from ..limits import Run
from ..problems import Undefined
from ..values import compare, numbers
from ..values.functions import Function
from ..values.weight import charge
from .registry import BuiltIn, feel

Called = Callable[..., Any]


@feel("list contains(list: list, element: Any??)")
def list_contains(run: Run, list_: list[Any], element: Any) -> bool:
    return any(_same(item, element) for item in list_)


def _same(left: Any, right: Any) -> bool:
    return compare.equal(left, right) is True


@feel("count(list...: list)")
def count(list_: list[Any]) -> Decimal:
    return Decimal(len(list_))


@feel("min(list...: list)")
def smallest(list_: list[Any]) -> Any:
    return _extreme(list_, compare.less)


@feel("max(list...: list)")
def largest(list_: list[Any]) -> Any:
    return _extreme(list_, compare.more)


def _extreme(list_: list[Any], better: Callable[[Any, Any], bool | None]) -> Any:
    if not list_:
        raise Undefined("the list is empty")
    best = list_[0]
    for item in list_:
        verdict = better(item, best)
        if verdict is None:
            raise Undefined("the items cannot be compared")
        best = item if verdict else best
    return best


def _numbers(list_: list[Any]) -> list[Decimal]:
    if not list_:
        raise Undefined("the list is empty")
    if not all(isinstance(item, Decimal) for item in list_):
        raise Undefined("the items must all be numbers")
    return list_


def _known(result: Any) -> Any:
    if result is None:
        raise Undefined("the result is out of range")
    return result


@feel("sum(list...: list)")
def total(list_: list[Any]) -> Decimal:
    result: Decimal = Decimal(0)
    for number in _numbers(list_):
        result = _known(numbers.add(result, number))
    return result


@feel("product(list...: list)")
def product(list_: list[Any]) -> Decimal:
    result = Decimal(1)
    for number in _numbers(list_):
        result = _known(numbers.multiply(result, number))
    return result


@feel("mean(list...: list)")
def mean(list_: list[Any]) -> Decimal:
    return _known(numbers.divide(total(list_), Decimal(len(list_))))  # type: ignore[no-any-return]


@feel("median(list...: list)")
def median(list_: list[Any]) -> Decimal:
    ordered, middle = sorted(_numbers(list_)), len(list_) // 2
    if len(list_) % 2:
        return ordered[middle]
    return mean(ordered[middle - 1 : middle + 1])


@feel("stddev(list...: list)")
def stddev(list_: list[Any]) -> Decimal:
    """The sample standard deviation."""
    middle = mean(list_)
    if len(list_) < 2:
        raise Undefined("it takes at least two numbers")
    gaps = [_known(numbers.subtract(number, middle)) for number in list_]
    squares = total([_known(numbers.multiply(gap, gap)) for gap in gaps])
    variance = _known(numbers.divide(squares, Decimal(len(list_) - 1)))
    return _known(numbers.attempt(numbers.CONTEXT.sqrt, variance))  # type: ignore[no-any-return]


@feel("mode(list...: list)")
def mode(list_: list[Any]) -> list[Decimal]:
    """The numbers that occur most often, in ascending order."""
    counts: dict[Decimal, int] = {}
    for number in _numbers(list_) if list_ else []:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


@feel("all(list...: list)")
def every(list_: list[Any]) -> bool | None:
    return _joined(list_, settling=False)


@feel("any(list...: list)")
def some(list_: list[Any]) -> bool | None:
    return _joined(list_, settling=True)


def _joined(list_: list[Any], *, settling: bool) -> bool | None:
    """Ternary and/or over a list: the settling value wins, then null, then its opposite."""
    if any(item is not None and not isinstance(item, bool) for item in list_):
        raise Undefined("the items must all be true or false")
    if settling in list_:
        return settling
    return None if None in list_ else not settling


@feel("sublist(list: list, start position: number, length?: number)")
def sublist(list_: list[Any], start: Decimal, length: Decimal | None) -> list[Any]:
    first = int(start)
    if first == 0 or abs(first) > len(list_):
        raise Undefined("the start position is outside the list")
    begin = first - 1 if first > 0 else len(list_) + first
    if length is None:
        return list_[begin:]
    end = begin + int(length)
    if end < begin or end > len(list_):
        raise Undefined("the length reaches outside the list")
    return list_[begin:end]


@feel("append(list: list, item+: Any)")
def append(run: Run, list_: list[Any], items: list[Any]) -> list[Any]:
    return _claimed(run, [*list_, *items])


@feel("concatenate(list+: Any)")
def concatenate(run: Run, lists: list[Any]) -> list[Any]:
    if None in lists:
        raise Undefined("a list is missing")
    parts = [list_ if isinstance(list_, list) else [list_] for list_ in lists]
    return _claimed(run, [item for part in parts for item in part])


def _claimed(run: Run, list_: list[Any]) -> list[Any]:
    run.claim(len(list_))
    return list_


@feel("insert before(list: list, position: number, newItem: Any??)")
def insert_before(run: Run, list_: list[Any], position: Decimal, item: Any) -> list[Any]:
    index = _index(list_, position)
    return _claimed(run, [*list_[:index], item, *list_[index:]])


@feel("remove(list: list, position: number)")
def remove(list_: list[Any], position: Decimal) -> list[Any]:
    index = _index(list_, position)
    return list_[:index] + list_[index + 1 :]


def _index(list_: list[Any], position: Decimal) -> int:
    index = int(position)
    if not 1 <= abs(index) <= len(list_):
        raise Undefined("the position is outside the list")
    return index - 1 if index > 0 else len(list_) + index


@feel("list replace(list: list, position: number, newItem: Any??)")
def replace_at(list_: list[Any], position: Decimal, item: Any) -> list[Any]:
    index = _index(list_, position)
    return [*list_[:index], item, *list_[index + 1 :]]


@feel("list replace(list: list, match: Any, newItem: Any??)")
def replace_matching(run: Run, list_: list[Any], match: Any, item: Any) -> list[Any]:
    return [item if _verdict(run, match, old, item) else old for old in list_]


def _verdict(run: Run, function: Any, *arguments: Any) -> bool:
    result = call_function(run, function, *arguments)
    if not isinstance(result, bool):
        raise Undefined("the function must say true or false")
    return result


def call_function(run: Run, function: Any, *arguments: Any) -> Any:
    """The result of a function passed as an argument. Raises Undefined when it cannot take the arguments."""
    if isinstance(function, BuiltIn):
        return function.call(run, arguments)
    if not isinstance(function, Function) or len(function.parameters) != len(arguments):
        raise Undefined(f"it takes a function of {len(arguments)} arguments")
    run.enter()
    try:
        return function.body(run, arguments)
    finally:
        run.leave()


@feel("reverse(list: list)")
def reverse(list_: list[Any]) -> list[Any]:
    return list_[::-1]


@feel("index of(list: list, match: Any??)")
def index_of(list_: list[Any], match: Any) -> list[Decimal]:
    return [Decimal(position) for position, item in enumerate(list_, 1) if _same(item, match)]


@feel("union(list+: Any)")
def union(run: Run, lists: list[Any]) -> list[Any]:
    return distinct_values(run, concatenate(run, lists))


@feel("distinct values(list: list)")
def distinct_values(run: Run, list_: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in list_:
        charge(run, kept, 16)
        if not any(_same(item, known) for known in kept):
            kept.append(item)
    return kept


@feel("flatten(list: list)")
def flatten(run: Run, list_: list[Any]) -> list[Any]:
    result: list[Any] = []
    for item in list_:
        run.spend()
        if isinstance(item, list):
            result.extend(flatten(run, item))
        else:
            result.append(item)
    return _claimed(run, result)


@feel("sort(list: list)")
def sort_ascending(run: Run, list_: list[Any]) -> list[Any]:
    return _sorted(run, list_, lambda left, right: compare.less(left, right) is True)


@feel("sort(list: list, precedes: Any)")
def sort(run: Run, list_: list[Any], precedes: Any) -> list[Any]:
    return _sorted(run, list_, lambda left, right: _verdict(run, precedes, left, right))


def _sorted(run: Run, list_: list[Any], precedes: Callable[[Any, Any], bool]) -> list[Any]:
    def order(left: Any, right: Any) -> int:
        run.spend()
        return -1 if precedes(left, right) else int(precedes(right, left))

    return sorted(list_, key=cmp_to_key(order))
