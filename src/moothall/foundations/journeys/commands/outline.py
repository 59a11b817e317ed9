"""A pack as plain text: every page in order, with its words, for somebody who reviews it."""

from collections.abc import Iterator, Sequence

from moothall.services.conditions import All, Comparison, Condition, Not
from moothall.services.reading import ReadPack
from moothall.services.schema import GroupSpec, StepSpec
from moothall.services.steps import HasAnswer
from moothall.services.words import PackWords

SIGNS = {
    "is": "is", "is_not": "is not", "in": "is one of", "includes": "includes", "more_than": "is more than",
    "less_than": "is less than", "at_least": "is at least", "at_most": "is at most",
}  # fmt: skip


def outline(found: ReadPack) -> str:
    """The pages of the pack, one below the other, in its first language."""
    words = PackWords(found.first_words, {}, {})
    lines = [words("service.title"), words("service.lead"), ""]
    for spec in found.pack.steps:
        lines += _group(spec, words) if isinstance(spec, GroupSpec) else _step(spec, spec.id, words)
    return "\n".join(lines)


def condition(asked: Condition) -> str:
    """A condition as a sentence: "support is yes and items is more than 3"."""
    if isinstance(asked, Comparison):
        return _comparison(asked)
    if isinstance(asked, Not):
        return f"not ({condition(asked.not_)})"
    if isinstance(asked, All):
        return " and ".join(condition(part) for part in asked.all)
    return " or ".join(condition(part) for part in asked.any)


def _comparison(asked: Comparison) -> str:
    operand = asked.operand
    if asked.operator == "given":
        return f"{asked.answer} is {'' if operand else 'not '}answered"
    shown = ", ".join(map(str, operand)) if isinstance(operand, tuple) else operand
    return f"{asked.answer} {SIGNS[asked.operator]} {shown}"


def _when(asked: Condition | None) -> str:
    return f"  (if {condition(asked)})" if asked is not None else ""


def _group(group: GroupSpec, words: PackWords) -> Iterator[str]:
    times = f"{group.repeat.least} to {group.repeat.most} times"
    yield f"▸ {words(f'{group.id}.title')}: {times}{_when(group.when)}"
    for spec in group.steps:
        yield from ("    " + line for line in _step(spec, f"{group.id}.{spec.id}", words))


def _step(spec: StepSpec, key: str, words: PackWords) -> Iterator[str]:
    title = words(f"{key}.title") if words.has(f"{key}.title") else spec.id
    yield f"▸ {title}  [{spec.type}]{_when(spec.when)}"
    for name in ("hint", "before", "text", "help"):
        if words.has(f"{key}.{name}"):
            yield f"    {words(f'{key}.{name}')}"
    for value in _options(spec):
        yield f"    ○ {words(f'{key}.option.{value}') if words.has(f'{key}.option.{value}') else value}"
    yield ""


def _options(spec: StepSpec) -> Sequence[str]:
    step_type = spec.step_type
    return (step_type.possible_answers(spec.settings) or ()) if isinstance(step_type, HasAnswer) else ()
