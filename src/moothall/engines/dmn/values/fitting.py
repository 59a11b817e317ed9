"""Which values belong to a type, and the implicit conversions (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .durations import DaysTimeDuration, YearsMonthsDuration
from .functions import BuiltInFunction, Function
from .ranges import Range
from .temporal import Date, DateTime, Time, midnight_utc
from .types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    DefinedType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
    resolved,
)


class _Misfit:
    """The mark of a value that does not fit a type and cannot be converted."""


MISFIT = _Misfit()

TYPE_OF_CLASS: dict[type, SimpleType] = {
    Decimal: NUMBER,
    str: STRING,
    bool: BOOLEAN,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    DaysTimeDuration: DAYS_TIME,
    YearsMonthsDuration: YEARS_MONTHS,
    type(None): NULL,
}


def belongs(value: Any, type_: Type) -> bool:
    """Whether `value instance of type_` (10.3.2.12): null belongs to no type but Null."""
    if value is None:
        return type_ is NULL
    return _has_type(value, type_)


def fitted(value: Any, type_: Type) -> Any:
    """The value as one of the type, converted where the standard says so, or MISFIT.

    Null fits every type. A lone value becomes a list of one, a list of one its item, a date midnight UTC.
    """
    if value is None or type_ is ANY:
        return value
    result = _fitted_as_is(value, type_)
    if result is not MISFIT:
        return result
    base = resolved(type_)
    if isinstance(base, ListType):
        return MISFIT if isinstance(value, list) else _fitted_as_is([value], type_)
    if isinstance(value, list):
        return fitted(value[0], type_) if len(value) == 1 else MISFIT
    if base is DATE_TIME and isinstance(value, Date):
        return _fitted_as_is(midnight_utc(value), type_)
    return MISFIT


def assignable(given: Type, wanted: Type) -> bool:
    """Whether every value of the given type is one of the wanted type (10.3.2.9.2)."""
    given, wanted = resolved(given), resolved(wanted)
    if wanted is ANY or given is NULL or given == wanted:
        return True
    match given, wanted:
        case (ListType(), ListType()) | (RangeType(), RangeType()):
            return assignable(given.item, wanted.item)  # type: ignore[union-attr]
        case ContextType(fields), ContextType(wanted_fields):
            known = dict(fields)
            return all(name in known and assignable(known[name], part) for name, part in wanted_fields)
        case FunctionType(parameters, result), FunctionType(wanted_parameters, wanted_result):
            if len(parameters) != len(wanted_parameters):
                return False
            if result is not ANY and not assignable(result, wanted_result):
                return False
            return all(map(assignable, wanted_parameters, parameters))
    return False


def _fitted_as_is(value: Any, type_: Type) -> Any:
    if value is None or type_ is ANY:
        return value
    if isinstance(type_, DefinedType):
        result = fitted(value, type_.base)
        if result is MISFIT or (type_.allows is not None and not type_.allows(result)):
            return MISFIT
        return result
    if isinstance(type_, SimpleType):
        return value if TYPE_OF_CLASS.get(value.__class__) is type_ else MISFIT
    if isinstance(type_, ListType):
        return _fitted_list(value, type_.item)
    if isinstance(type_, ContextType):
        return _fitted_context(value, type_)
    return value if _has_type(value, type_) else MISFIT


def _fitted_list(value: Any, item_type: Type) -> Any:
    if not isinstance(value, list):
        return MISFIT
    if item_type is ANY:
        return value
    items = [_fitted_as_is(item, item_type) for item in value]
    return MISFIT if any(item is MISFIT for item in items) else items


def _fitted_context(value: Any, type_: ContextType) -> Any:
    if not isinstance(value, dict):
        return MISFIT
    result = dict(value)
    for name, field_type in type_.fields:
        part = fitted(value[name], field_type) if name in value else MISFIT
        if part is MISFIT:
            return MISFIT
        result[name] = part
    return result


def _has_type(value: Any, type_: Type) -> bool:
    type_ = resolved(type_)
    if type_ is ANY:
        return True
    if isinstance(type_, SimpleType):
        return TYPE_OF_CLASS.get(value.__class__) is type_
    return _PARTS_FIT[type_.__class__](value, type_)


def _null_or(value: Any, type_: Type) -> bool:
    return value is None or _has_type(value, type_)


def _is_list(value: Any, type_: ListType) -> bool:
    return isinstance(value, list) and all(_null_or(item, type_.item) for item in value)


def _is_range(value: Any, type_: RangeType) -> bool:
    return isinstance(value, Range) and _null_or(value.low, type_.item) and _null_or(value.high, type_.item)


def _is_context(value: Any, type_: ContextType) -> bool:
    return isinstance(value, dict) and all(
        name in value and _null_or(value[name], part) for name, part in type_.fields
    )


def _is_function(value: Any, type_: FunctionType) -> bool:
    if isinstance(value, Function):
        return assignable(value.type, type_)
    return isinstance(value, BuiltInFunction)


_PARTS_FIT: dict[type, Callable[[Any, Any], bool]] = {
    ListType: _is_list,
    RangeType: _is_range,
    ContextType: _is_context,
    FunctionType: _is_function,
}
