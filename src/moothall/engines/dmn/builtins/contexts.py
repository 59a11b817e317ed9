"""Context built-ins (DMN 1.5, 10.3.4.8) and `is` (10.3.4.10), `not` (10.3.4.2)."""

from __future__ import annotations

from typing import Any

from ..problems import Undefined
from ..values import compare
from .registry import feel

Context = dict[str, Any]


@feel("not(negand: boolean??)")
def negated(negand: bool | None) -> bool | None:
    return compare.negation(negand)


@feel("is(value1: Any??, value2: Any??)")
def is_same(value1: Any, value2: Any) -> bool:
    return compare.identical(value1, value2)


@feel("get value(m: context, key: string)")
def get_value(m: Context, key: str) -> Any:
    if key not in m:
        raise Undefined(f"the context has no entry {key[:40]}")
    return m[key]


@feel("get entries(m: context)")
def get_entries(m: Context) -> list[Context]:
    return [{"key": key, "value": value} for key, value in m.items()]


@feel("context(entries: list<context>)")
def context(entries: list[Context]) -> Context:
    result: Context = {}
    for entry in entries:
        key = entry.get("key") if entry else None
        if not isinstance(key, str) or "value" not in entry or key in result:
            raise Undefined("each entry must have a key of its own, a text, and a value")
        result[key] = entry["value"]
    return result


@feel("context put(context: context, key: string, value: Any??)")
def context_put(context_: Context, key: str, value: Any) -> Context:
    return {**context_, key: value}


@feel("context put(context: context, keys: list<string>, value: Any??)")
def context_put_nested(context_: Context, keys: list[Any], value: Any) -> Context:
    if not keys or None in keys:
        raise Undefined("the keys must be texts, at least one")
    if len(keys) == 1:
        return {**context_, keys[0]: value}
    inner = context_.get(keys[0])
    if not isinstance(inner, dict):
        raise Undefined(f"{keys[0][:40]} is not a context")
    return {**context_, keys[0]: context_put_nested(inner, keys[1:], value)}


@feel("context merge(contexts: list<context>)")
def context_merge(contexts: list[Context]) -> Context:
    result: Context = {}
    for context_ in contexts:
        if context_ is None:
            raise Undefined("every item must be a context")
        result.update(context_)
    return result
