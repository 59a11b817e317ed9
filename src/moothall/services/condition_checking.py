"""Whether the conditions of a pack speak of answers that somebody gives, and of values that they may have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from moothall.services.conditions import Comparison, Condition, comparisons
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem, Way
from moothall.services.reading import ReadPack
from moothall.services.schema import GroupSpec, StepSpec
from moothall.services.steps import Asks, HasAnswer


def condition_problems(found: ReadPack, day: date) -> Iterator[Problem]:
    """Conditions on what no earlier step asks, and on values that nobody can answer."""
    earlier: list[str] = []
    for at, spec in enumerate(found.pack.steps):
        yield from _tests(found, spec.when, ("steps", at, "when"), earlier, day=day)
        if isinstance(spec, GroupSpec):
            inside: list[str] = []
            for inner, part in enumerate(spec.steps):
                way = ("steps", at, "steps", inner, "when")
                yield from _tests(found, part.when, way, [*earlier, *inside], within=spec, day=day)
                inside.append(part.id)
            earlier += [f"{spec.id}.{name}" for name in inside]
        earlier.append(spec.id)


def _tests(
    found: ReadPack,
    condition: Condition | None,
    way: Way,
    earlier: Iterable[str],
    *,
    day: date,
    within: GroupSpec | None = None,
) -> Iterator[Problem]:
    known = list(earlier)
    for test in comparisons(condition):
        path = test.answer.split(".")
        name = next((name for name in (".".join(path[:2]), path[0]) if name in known), None)
        if name is None:
            hint = did_you_mean(test.answer, known)
            yield found.service.problem(way, f"no earlier step is called “{test.answer}”{hint}")
            continue
        spec = _step(found, name, within)
        parts = _answer_parts(found, spec, day)
        if name == test.answer and parts:
            hint = " or ".join(f"“{name}.{part}”" for part in parts)
            yield found.service.problem(way, f"“{name}” has parts; name one of them: {hint}")
        elif name == test.answer:
            yield from _values(found, test, way, _possible_answers(spec))
        elif parts:
            yield from _parts(found, test, way, test.answer.removeprefix(f"{name}."), parts)


def _answer_parts(found: ReadPack, spec: StepSpec | None, day: date) -> Mapping[str, Sequence[str] | None]:
    if spec is None or not isinstance(spec.step_type, HasAnswer):
        return {}
    return spec.step_type.answer_parts(spec.settings, found.files, day)


def _possible_answers(spec: StepSpec | None) -> Sequence[str] | None:
    if spec is None or not isinstance(spec.step_type, HasAnswer):
        return None
    return spec.step_type.possible_answers(spec.settings)


def _step(found: ReadPack, name: str, within: GroupSpec | None) -> StepSpec | None:
    inside = (part for part in within.steps if part.id == name) if within else iter(())
    return next(inside, None) or found.pack.step(name)


def _parts(
    found: ReadPack, test: Comparison, way: Way, part: str, parts: Mapping[str, Sequence[str] | None]
) -> Iterator[Problem]:
    if part in parts:
        yield from _values(found, test, way, parts[part])
    else:
        hint = did_you_mean(part, parts)
        yield found.service.problem(way, f"“{test.answer}” is no part of what is decided{hint}")


def _values(found: ReadPack, test: Comparison, way: Way, offered: Sequence[str] | None) -> Iterator[Problem]:
    if offered is None or test.operator not in {"is", "is_not", "in", "includes"}:
        return
    wanted = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    for value in wanted:
        if str(value) not in offered:
            hint = did_you_mean(str(value), offered)
            yield found.service.problem(way, f"“{test.answer}” is never “{value}”{hint}")


def must_problems(found: ReadPack, day: date) -> Iterator[Problem]:
    """Rules over answers that are told on no page, or speak of answers that nobody gives."""
    pages = [
        spec.id
        for spec in found.pack.steps
        if isinstance(spec, StepSpec) and isinstance(spec.step_type, Asks)
    ]
    known = [spec.id for spec in found.pack.steps]
    for at, rule in enumerate(found.pack.must):
        if rule.on not in pages:
            hint = did_you_mean(rule.on, pages)
            yield found.service.problem(("must", at, "on"), f"no page is called “{rule.on}”{hint}")
        yield from _tests(found, rule.that, ("must", at, "that"), [*known, *_inside(found)], day=day)


def _inside(found: ReadPack) -> Iterator[str]:
    groups = (spec for spec in found.pack.steps if isinstance(spec, GroupSpec))
    return (f"{group.id}.{part.id}" for group in groups for part in group.steps)
