"""What one file alone cannot show: that names, words, step settings and examples of a pack fit together."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone
from pydantic import ValidationError

from moothall.services import examples
from moothall.services.condition_checking import condition_problems, must_problems
from moothall.services.folders import problems_of_files
from moothall.services.mistakes import did_you_mean, problems_of
from moothall.services.needed_words import word_problems
from moothall.services.pack import collected_by
from moothall.services.problems import Problem, Way
from moothall.services.reading import (
    NOTHING,
    Content,
    PackMistaken,
    ReadPack,
    opened,
    read_folder,
    read_texts,
)
from moothall.services.schema import GroupSpec, StepSpec
from moothall.services.slots import Values, texts
from moothall.services.steps import STEP_TYPES, Asks, PackContext, Settings
from moothall.services.words import PackWords


def checked_folder(folder: Path, *, at: datetime) -> ReadPack:
    """The pack in ``folder``, ready to publish. Raises ``PackMistaken`` with everything that is wrong."""
    found = read_folder(folder)
    return _checked(found, found, at)


def checked_content(content: Content, *, at: datetime, slots: Values = NOTHING) -> ReadPack:
    """The pack published or to be published as ``content`` with ``slots`` filled in, checked as a folder is.
    Raises ``PackMistaken`` with everything that is wrong."""
    return _checked(opened(content, slots), opened(content), at)


def checked_texts(texts: Mapping[str, str], *, at: datetime, slots: Values = NOTHING) -> ReadPack:
    """The pack whose files have these ``texts``, with ``slots`` filled in, checked as a folder is. Raises
    ``PackMistaken`` with everything that is wrong, each with its place."""
    return _checked(read_texts(texts, slots), read_texts(texts), at)


def _checked(found: ReadPack, own: ReadPack, at: datetime) -> ReadPack:
    """The pack, if all is well with it. Its examples run with its ``own`` examples of slots."""
    day = timezone.localtime(at).date()
    problems = [*_names(found), *_types(found), *problems_of_files(found.files, day=day)]
    if not problems:
        problems = [
            *condition_problems(found, day),
            *must_problems(found, day),
            *_references(found),
            *_blocks(found),
            *_steps(found, day),
            *word_problems(found),
        ]
    if not problems:
        problems = list(_examples(own, at))
    if problems:
        raise PackMistaken(problems)
    return found


def _names(found: ReadPack) -> Iterator[Problem]:
    seen = {spec.id for _, spec in found.pack.block_steps}
    for at, spec in enumerate(found.pack.steps):
        if spec.id in seen:
            yield found.service.problem(("steps", at, "id"), f"another step is called “{spec.id}” already")
        seen.add(spec.id)
        if isinstance(spec, GroupSpec):
            yield from _names_in(found, spec, at)


def _names_in(found: ReadPack, group: GroupSpec, at: int) -> Iterator[Problem]:
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


def _types(found: ReadPack) -> Iterator[Problem]:
    for _, spec, _, way in found.pack.steps_with_ways:
        offered = STEP_TYPES.get(spec.type)
        if offered is None:
            hint = did_you_mean(spec.type, STEP_TYPES)
            yield found.service.problem((*way, "type"), f"there is no step type “{spec.type}”{hint}")
            continue
        try:
            offered.settings.model_validate(dict(spec.given))
        except ValidationError as wrong:
            yield from problems_of(wrong, found.service, offered.settings, way)


def _references(found: ReadPack) -> Iterator[Problem]:
    for code in set(found.pack.unreviewed) - set(found.pack.languages):
        yield found.service.problem(("unreviewed",), f"“{code}” is not among the languages")
    for at, spec in enumerate(found.pack.steps):
        yield from _section(found, spec, at)


def _blocks(found: ReadPack) -> Iterator[Problem]:
    """What blocks say does not fit the rest of the pack."""
    for name, one in found.pack.blocks.items():
        for problem in one.problems(found.pack):
            yield found.service.problem((name, *problem.way), problem.words)


def _steps(found: ReadPack, day: date) -> Iterator[Problem]:
    """What steps say does not fit the rest of the pack."""
    earlier: dict[str, str] = {}
    settings: dict[str, Settings] = {}
    collected: set[str] = set()
    for key, spec, group, way in found.pack.steps_with_ways:
        if group is not None:
            earlier.setdefault(group.id, "")
        context = PackContext(
            step=key, earlier=dict(earlier), settings=dict(settings), collected=frozenset(collected),
            files=found.files, words=found.first_words.__contains__, day=day, is_in_group=group is not None,
        )  # fmt: skip
        for problem in spec.step_type.problems(spec.settings, context):
            yield found.service.problem((*way, *problem.way), problem.words)
        earlier[key], settings[key] = spec.type, spec.settings
        collected.update(collected_by(spec))


def _section(found: ReadPack, spec: StepSpec | GroupSpec, at: int) -> Iterator[Problem]:
    sections = found.pack.sections
    if spec.section is None:
        if sections and (isinstance(spec, GroupSpec) or isinstance(spec.step_type, Asks)):
            yield found.service.problem(("steps", at), "say which “section” of the task list it belongs to")
    elif spec.section not in sections:
        hint = did_you_mean(spec.section, sections)
        yield found.service.problem(("steps", at, "section"), f"there is no section “{spec.section}”{hint}")


def _examples(found: ReadPack, at: datetime) -> Iterator[Problem]:
    names = [spec.id for spec in found.pack.steps]
    words = PackWords(found.first_words, {}, texts(found.pack.slots, found.slots))
    for number, example in enumerate(found.pack.examples):
        way: Way = ("examples", number)
        for name in set(example.answers) - set(names):
            hint = did_you_mean(name, names)
            yield found.service.problem((*way, "answers"), f"there is no step “{name}”{hint}")
        for failure in examples.failures(found.pack, example, words, files=found.files, at=at):
            yield found.service.problem(way, f"the example “{example.name}” {failure}")
