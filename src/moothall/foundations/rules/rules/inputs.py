"""Between the answers of a journey and the values of rules. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from moothall.engines.dmn import RuleSet
from moothall.engines.dmn.values.durations import DaysTimeDuration, YearsMonthsDuration
from moothall.engines.dmn.values.temporal import Date, DateTime, Time
from moothall.engines.dmn.values.temporal_text import temporal_from_text
from moothall.engines.dmn.values.text import text_of
from moothall.engines.dmn.values.types import resolved

TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
TEMPORAL = (Date, DateTime, Time, DaysTimeDuration, YearsMonthsDuration)


class Unusable(ValueError):
    """An answer of a kind that the input of a rule cannot take."""


def as_inputs(rules: RuleSet, given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by input name as the rules want them: ``yes`` as true, a date written out as a date.

    Raises :class:`Unusable`, naming the input and not the answer.
    """
    return {name: _as_input(value, _kind(rules, name), name) for name, value in given.items()}


def plain(value: Any) -> Any:
    """A value of a rule as JSON, as answers are kept: ``yes`` and ``no``, dates written out, numbers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else text_of(value)


def _kind(rules: RuleSet, name: str) -> str:
    return str(resolved(rules.graph.input_type(rules.inputs[name])))


def _as_input(value: Any, kind: str, name: str) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        return [_as_input(item, kind.removeprefix("list<").removesuffix(">"), name) for item in value]
    if kind == "boolean" and not isinstance(value, bool):
        return _known(TRUTHS.get(str(value).casefold()), name, "yes or no")
    if kind == "number" and not isinstance(value, bool):
        return _number(value, name)
    if kind == "string":
        return str(value)
    if isinstance(value, str) and kind != "Any":
        return _known(temporal_from_text(value), name, f"a {kind}")
    return value


def _number(value: Any, name: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise Unusable(f"The answer for “{name}” is not a number.") from None


def _known(value: Any, name: str, wanted: str) -> Any:
    if value is None:
        raise Unusable(f"The answer for “{name}” is not {wanted}.")
    return value
