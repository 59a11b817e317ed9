"""What one file alone cannot show: that names, words, step settings and examples of a pack fit together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from pydantic import ValidationError

from moothall.kernel import event
from moothall.services import examples, kinds
from moothall.services.conditions import Comparison, comparisons
from moothall.services.folders import problems_of_files
from moothall.services.marks import Problem, Way
from moothall.services.reading import (
    PackFolder,
    PackMistaken,
    did_you_mean,
    opened,
    problems_of,
    read_folder,
)
from moothall.services.schema import CASE_STEP, GroupSpec, Pack, StepSpec
from moothall.services.steps import Around, Settings, step_types
from moothall.services.wanted import word_problems
from moothall.services.words import PackWords


def checked_folder(folder: Path, *, at: datetime) -> PackFolder:
    """The pack in ``folder``, ready to publish. Raises ``PackMistaken`` with everything that is wrong."""
    return _checked(read_folder(folder), at)


def checked_content(content: Mapping[str, Any], *, at: datetime) -> PackFolder:
    """The pack published (or to be published) as ``content``, checked as a folder is: for a pack of which one
    file was changed. Raises ``PackMistaken`` with everything that is wrong."""
    return _checked(opened(content), at)


def _checked(found: PackFolder, at: datetime) -> PackFolder:
    problems = [*_names(found), *_types(found)]
    problems += problems_of_files(found.files, day=timezone.localtime(at).date())
    if not problems:
        day = timezone.localtime(at).date()
        problems = [
            *_conditions(found, day),
            *_references(found),
            *_faults(found, day),
            *word_problems(found),
        ]
    if not problems:
        problems = list(_examples(found, at))
    if problems:
        raise PackMistaken(problems)
    return found


def steps_with_ways(found: PackFolder) -> Iterator[tuple[str, StepSpec, GroupSpec | None, Way]]:
    """Every step with its words key, its group and where it stands in ``service.yaml``."""
    for at, spec in enumerate(found.pack.steps):
        if isinstance(spec, GroupSpec):
            for inner, part in enumerate(spec.steps):
                yield f"{spec.id}.{part.id}", part, spec, ("steps", at, "steps", inner)
        else:
            yield spec.id, spec, None, ("steps", at)
    if found.pack.case is not None:
        yield CASE_STEP, found.pack.case_step, None, ("case",)


def _names(found: PackFolder) -> Iterator[Problem]:
    seen: set[str] = {CASE_STEP} if found.pack.case is not None else set()
    for at, spec in enumerate(found.pack.steps):
        if spec.id in seen:
            yield found.service.problem(("steps", at, "id"), f"another step is called “{spec.id}” already")
        seen.add(spec.id)
        if isinstance(spec, GroupSpec):
            yield from _names_in(found, spec, at)


def _names_in(found: PackFolder, group: GroupSpec, at: int) -> Iterator[Problem]:
    names = [part.id for part in group.steps]
    for inner, name in enumerate(names):
        if name in names[:inner]:
            way = ("steps", at, "steps", inner, "id")
            yield found.service.problem(way, f"another step of this group is called “{name}” already")
    if group.label is not None and group.label not in names:
        yield found.service.problem(
            ("steps", at, "label"), f"the group has no step “{group.label}”{did_you_mean(group.label, names)}"
        )
    if group.repeat.least > group.repeat.most:
        yield found.service.problem(("steps", at, "repeat"), "“least” is more than “most”")


def _types(found: PackFolder) -> Iterator[Problem]:
    for _, spec, _, way in steps_with_ways(found):
        kind = step_types().get(spec.type)
        if kind is None:
            hint = did_you_mean(spec.type, step_types())
            yield found.service.problem((*way, "type"), f"there is no step type “{spec.type}”{hint}")
            continue
        try:
            kinds.settings_of(spec)
        except ValidationError as wrong:
            yield from problems_of(wrong, found.service, kind.settings, way)


def _conditions(found: PackFolder, day: date) -> Iterator[Problem]:
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
    found: PackFolder,
    condition: Any,
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
        parts = kinds.kind_of(spec).parts(kinds.settings_of(spec), found.files, day) if spec else {}
        if name == test.answer and parts:
            hint = " or ".join(f"“{name}.{part}”" for part in parts)
            yield found.service.problem(way, f"“{name}” has parts; name one of them: {hint}")
        elif name == test.answer:
            offered = kinds.kind_of(spec).offers(kinds.settings_of(spec)) if spec else None
            yield from _values(found, test, way, offered)
        elif parts:
            yield from _parts(found, test, way, test.answer.removeprefix(f"{name}."), parts)


def _step(found: PackFolder, name: str, within: GroupSpec | None) -> StepSpec | None:
    inside = (part for part in within.steps if part.id == name) if within else iter(())
    return next(inside, None) or found.pack.step(name)


def _parts(
    found: PackFolder, test: Comparison, way: Way, part: str, parts: Mapping[str, Sequence[str] | None]
) -> Iterator[Problem]:
    if part in parts:
        yield from _values(found, test, way, parts[part])
    else:
        hint = did_you_mean(part, parts)
        yield found.service.problem(way, f"“{test.answer}” is no part of what is decided{hint}")


def _values(
    found: PackFolder, test: Comparison, way: Way, offered: Sequence[str] | None
) -> Iterator[Problem]:
    if offered is None or test.operator not in {"is", "is_not", "in", "includes"}:
        return
    wanted = test.operand if test.operator == "in" else (test.operand,)
    for value in wanted:
        if str(value) not in offered:
            hint = did_you_mean(str(value), offered)
            yield found.service.problem(way, f"“{test.answer}” is never “{value}”{hint}")


def _references(found: PackFolder) -> Iterator[Problem]:
    pack, problem = found.pack, found.service.problem
    names = [spec.id for spec in pack.steps]
    for fact, name in pack.prefill.items():
        if name not in names:
            yield problem(("prefill", fact), f"there is no step “{name}”{did_you_mean(name, names)}")
    for at, message in enumerate(pack.messages):
        if message.when not in event.known():
            hint = did_you_mean(message.when, event.known())
            yield problem(("messages", at, "when"), f"nothing that happens is called “{message.when}”{hint}")
            continue
        parts = [field.name for field in fields(event.known()[message.when])]
        for name in set(message.only) - set(parts):
            hint = did_you_mean(name, parts)
            yield problem(("messages", at, "only"), f"“{message.when}” has no “{name}”{hint}")
        if message.by == "sms" and not _asks_for(pack, "telephone"):
            way = ("messages", at, "by")
            yield problem(way, "no step asks everybody for a number; give the contact step “phone: true”")
    yield from _musts(found)
    for code in set(pack.unreviewed) - set(pack.languages):
        yield problem(("unreviewed",), f"“{code}” is not among the languages")
    for at, spec in enumerate(pack.steps):
        yield from _section(found, spec, at)


def _asks_for(pack: Pack, fact: str) -> bool:
    """Whether everybody tells ``fact`` about themselves in one of the steps."""
    return any(fact in kinds.kind_of(spec).tells(kinds.settings_of(spec)) for _, spec, _ in pack.every_step)


def _musts(found: PackFolder) -> Iterator[Problem]:
    """Rules over answers that are told on no page, or speak of answers that nobody gives."""
    pages = [spec.id for spec in found.pack.steps if isinstance(spec, StepSpec) and kinds.asks(spec.type)]
    known = [spec.id for spec in found.pack.steps]
    for at, rule in enumerate(found.pack.must):
        if rule.on not in pages:
            hint = did_you_mean(rule.on, pages)
            yield found.service.problem(("must", at, "on"), f"no page is called “{rule.on}”{hint}")
        day = timezone.localdate()
        yield from _tests(found, rule.that, ("must", at, "that"), [*known, *_inside(found)], day=day)


def _inside(found: PackFolder) -> Iterator[str]:
    groups = (spec for spec in found.pack.steps if isinstance(spec, GroupSpec))
    return (f"{group.id}.{part.id}" for group in groups for part in group.steps)


def _faults(found: PackFolder, day: date) -> Iterator[Problem]:
    """What steps say does not fit the rest of the pack."""
    first = found.words[found.pack.languages[0]]
    earlier: dict[str, str] = {}
    settings: dict[str, Settings] = {}
    for key, spec, group, way in steps_with_ways(found):
        if group is not None:
            earlier.setdefault(group.id, "")
        around = Around(
            step=key, earlier=dict(earlier), settings=dict(settings), files=found.files,
            words=first.__contains__, day=day, is_in_group=group is not None,
        )  # fmt: skip
        given = kinds.settings_of(spec)
        for fault in kinds.kind_of(spec).faults(given, around):
            yield found.service.problem((*way, *fault.way), fault.words)
        earlier[key], settings[key] = spec.type, given


def _section(found: PackFolder, spec: StepSpec | GroupSpec, at: int) -> Iterator[Problem]:
    sections = found.pack.sections
    if spec.section is None:
        if sections and (isinstance(spec, GroupSpec) or kinds.asks(spec.type)):
            yield found.service.problem(("steps", at), "say which “section” of the task list it belongs to")
    elif spec.section not in sections:
        hint = did_you_mean(spec.section, sections)
        yield found.service.problem(("steps", at, "section"), f"there is no section “{spec.section}”{hint}")


def _examples(found: PackFolder, at: datetime) -> Iterator[Problem]:
    first = found.words[found.pack.languages[0]]
    names = [spec.id for spec in found.pack.steps]
    for number, example in enumerate(found.pack.examples):
        way: Way = ("examples", number)
        for name in set(example.answers) - set(names):
            hint = did_you_mean(name, names)
            yield found.service.problem((*way, "answers"), f"there is no step “{name}”{hint}")
        words = PackWords(first, {}, {})
        for failure in examples.failures(found.pack, example, words, files=found.files, at=at):
            yield found.service.problem(way, f"the example “{example.name}” {failure}")
