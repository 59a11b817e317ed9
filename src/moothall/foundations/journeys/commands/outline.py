"""A pack as plain text: every page in order, with its words, for somebody who reviews it."""

from collections.abc import Iterator
from typing import Any

from moothall.services.conditions import All, AnyOf, Comparison, Not
from moothall.services.kinds import kind_of, settings_of
from moothall.services.reading import PackFolder
from moothall.services.schema import GroupSpec, StepSpec
from moothall.services.words import PackWords

SIGNS = {
    "is": "is", "is_not": "is not", "in": "is one of", "includes": "includes", "more_than": "is more than",
    "less_than": "is less than", "at_least": "is at least", "at_most": "is at most",
}  # fmt: skip


def outline(found: PackFolder) -> str:
    """The pages of the pack, one below the other, in its first language."""
    words = PackWords(found.words[found.pack.languages[0]], {}, {})
    lines = [words("service.title"), words("service.lead"), ""]
    for spec in found.pack.steps:
        lines += _group(spec, words) if isinstance(spec, GroupSpec) else _step(spec, spec.id, words)
    return "\n".join(lines)


def condition(condition: Any) -> str:
    """A condition as a sentence: "support is yes and items is more than 3"."""
    if isinstance(condition, Comparison):
        if condition.operator == "given":
            return f"{condition.answer} is {'' if condition.operand else 'not '}answered"
        operand = condition.operand
        shown = ", ".join(map(str, operand)) if isinstance(operand, tuple) else operand
        return f"{condition.answer} {SIGNS[condition.operator]} {shown}"
    if isinstance(condition, Not):
        return f"not ({_text(condition.not_)})"
    if isinstance(condition, All):
        return " and ".join(_text(part) for part in condition.all)
    return " or ".join(_text(part) for part in condition.any) if isinstance(condition, AnyOf) else ""


def _text(part: Any) -> str:
    return condition(part)


def _when(asked: Any) -> str:
    return f"  (if {condition(asked)})" if asked is not None else ""


def _group(group: GroupSpec, words: PackWords) -> Iterator[str]:
    times = f"{group.repeat.least} to {group.repeat.most} times"
    yield f"▸ {words(f'{group.id}.title')}: {times}{_when(group.when)}"
    for spec in group.steps:
        yield from ("    " + line for line in _step(spec, f"{group.id}.{spec.id}", words))


def _step(spec: StepSpec, key: str, words: PackWords) -> Iterator[str]:
    kind = kind_of(spec)
    title = words(f"{key}.title") if words.has(f"{key}.title") else spec.id
    yield f"▸ {title}  [{spec.type}]{_when(spec.when)}"
    for name in ("hint", "before", "text", "help"):
        if words.has(f"{key}.{name}"):
            yield f"    {words(f'{key}.{name}')}"
    for value in kind.offers(settings_of(spec)) or ():
        yield f"    ○ {words(f'{key}.option.{value}') if words.has(f'{key}.option.{value}') else value}"
    yield ""
